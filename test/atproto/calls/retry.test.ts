import { describe, expect, test } from 'vitest';
import { backoffMs, holdAfter, type Outcome } from '../../../src/atproto/calls/retry.js';

const first = { failed: 0, holds: 0 };
const middle = () => 0.5;
const answer = (status: number, asksToWait?: number): Outcome => ({ kind: 'answer', status, asksToWait });
const failure = (passing: boolean): Outcome => ({ kind: 'failure', passing });

describe('what a call that may be repeated waits for', () => {
  test.each([
    ['500', answer(500), { kind: 'failure', milliseconds: 200, tries: { failed: 1, holds: 0 } }],
    ['502', answer(502), { kind: 'failure', milliseconds: 200 }],
    ['503 that says when', answer(503, 7000), { kind: 'failure', milliseconds: 7000 }],
    ['a connection that broke', failure(true), { kind: 'failure', milliseconds: 200 }],
    ['429', answer(429), { kind: 'rate limit', milliseconds: 200, tries: { failed: 0, holds: 1 } }],
    ['429 that says when', answer(429, 60_000), { kind: 'rate limit', milliseconds: 60_000 }],
    ['429 that says now', answer(429, 0), { kind: 'rate limit', milliseconds: 200 }],
  ])('%s', (_what, outcome, hold) => {
    expect(holdAfter(outcome, first, middle)).toMatchObject(hold);
  });

  test.each([
    ['200', answer(200)],
    ['400', answer(400)],
    ['404', answer(404)],
    ['a method that the service does not have', answer(501)],
    ['a failure that stays', failure(false)],
    ['429 for longer than one would wait', answer(429, 301_000)],
    ['503 for longer than one would wait', answer(503, 301_000)],
  ])('not %s', (_what, outcome) => {
    expect(holdAfter(outcome, first, middle)).toBeUndefined();
  });

  test('it is sent three times when it fails, and six where there is a limit', () => {
    expect(holdAfter(answer(500), { failed: 1, holds: 4 }, middle)?.milliseconds).toBe(600);
    expect(holdAfter(answer(500), { failed: 2, holds: 0 }, middle)).toBeUndefined();
    expect(holdAfter(answer(429), { failed: 2, holds: 4 }, middle)?.tries).toEqual({ failed: 2, holds: 5 });
    expect(holdAfter(answer(429), { failed: 0, holds: 5 }, middle)).toBeUndefined();
  });
});

test('each wait is three times the one before, give or take a quarter', () => {
  expect([1, 2, 3].map((failed) => backoffMs(failed, middle))).toEqual([200, 600, 1800]);
  expect([0, 1].map((random) => backoffMs(1, () => random))).toEqual([150, 250]);
});
