import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CatchUp, createCatchUp, saysCaughtUp } from '../../../src/store/watch/catch-up.js';

const UNTIL = 1_783_000_000_000;
const SILENCE_MS = 2_000;
let reached: number | undefined;

beforeEach(() => {
  reached = undefined;
  vi.useFakeTimers({ now: UNTIL });
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['before', UNTIL - 1, false],
  ['at', UNTIL, true],
  ['a little after', UNTIL + 5_000, true],
  ['an hour after, of a wrong clock,', UNTIL + 3_600_000, false],
])('an event %s the time says that all before it has come: %s', (_, time, says) => {
  expect(saysCaughtUp(time, UNTIL, UNTIL)).toBe(says);
});

describe('what happened since has come', () => {
  const wait = (ms: number) => () => void vi.advanceTimersByTime(ms);
  const connected = (one: CatchUp) => one.connected();
  const comesTo = (time: number) => () => {
    reached = time;
  };
  const heard = (time: number) => (one: CatchUp) => one.heard(time);

  test.each<[string, readonly ((one: CatchUp) => void)[], boolean]>([
    ['not before it is connected', [wait(60_000)], false],
    ['when an event says so', [connected, heard(UNTIL + 1)], true],
    ['when nothing comes on a connection for long', [connected, wait(SILENCE_MS)], true],
    ['not while something comes', [connected, wait(1_999), heard(UNTIL - 9), wait(1_999)], false],
    ['a while after the last that came', [connected, wait(1_999), heard(UNTIL - 9), wait(2_000)], true],
    ['not by an event from the future', [connected, heard(UNTIL + 3_600_000)], false],
    [
      'not in the silence of a stretch that is for others',
      [connected, comesTo(UNTIL - 99), wait(SILENCE_MS), comesTo(UNTIL - 50), wait(SILENCE_MS)],
      false,
    ],
    ['when that stretch has come to now', [connected, comesTo(UNTIL), wait(SILENCE_MS)], true],
    ['when nothing more comes of it', [connected, comesTo(UNTIL - 99), wait(2 * SILENCE_MS)], true],
    ['when there is nothing to wait for', [(one) => one.done()], true],
  ])('%s', async (_, steps, isDone) => {
    const catchUp = createCatchUp(UNTIL, SILENCE_MS, { now: () => UNTIL, reached: () => reached });
    for (const step of steps) step(catchUp);
    expect(catchUp.isDone).toBe(isDone);
    if (isDone) await catchUp.promise;
  });
});
