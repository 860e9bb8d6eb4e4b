import { describe, expect, test } from 'vitest';
import type { BrowserSignInOverlay, WriteLevelOverlay } from '../../../src/store/overlays/overlays-state.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import {
  browserStarted,
  pageAsked,
  pageEnded,
  pageFound,
  pasteRefused,
  pasteTaken,
  startForWriting,
  waited,
} from '../../../src/store/session/browser-sign-in-update.js';
import { wayQuestion } from '../../../src/store/session/sign-in-ways.js';

const PASTED = 'http://127.0.0.1:41234/callback?state=a-state&code=a-code';

const back = wayQuestion('alice.test', 'pds.test', 'write');
const asked = pageAsked({
  identifier: 'alice.test',
  level: 'write',
  host: 'pds.test',
  back,
  after: undefined,
});
const waiting = pageFound(asked, { url: 'https://login.test/authorize', host: 'login.test' }, 'opening');
const typed: BrowserSignInOverlay = { ...waiting, prompt: promptOf(PASTED) };
const wrong = new Error('of another sign-in');

const shown = ({ stage, url, host, browser, prompt, error }: BrowserSignInOverlay) => ({
  ...{ stage, url, host, browser, text: prompt.text, error },
});

const URL_AND_HOST = { url: 'https://login.test/authorize', host: 'login.test' };

describe('a sign-in in the browser', () => {
  test.each<[what: string, after: BrowserSignInOverlay, expected: Partial<ReturnType<typeof shown>>]>([
    ['asks for its page first', asked, { stage: 'asking', url: undefined, host: 'pds.test' }],
    [
      'waits at who asks for the password',
      waiting,
      { stage: 'waiting', browser: 'opening', ...URL_AND_HOST },
    ],
    ['says that a browser was started', browserStarted(waiting, 'opened'), { browser: 'opened' }],
    [
      'waits on where none could be',
      browserStarted(waiting, 'failed'),
      { stage: 'waiting', browser: 'failed', ...URL_AND_HOST },
    ],
    [
      'has none over ssh',
      pageFound(asked, URL_AND_HOST, 'away'),
      { stage: 'waiting', browser: 'away', ...URL_AND_HOST },
    ],
    ['uses what was pasted', pasteTaken(typed), { stage: 'finishing', text: '', error: undefined }],
    [
      'goes on where something else was pasted',
      pasteRefused(typed, wrong),
      { stage: 'waiting', text: '', error: wrong, ...URL_AND_HOST },
    ],
    [
      'forgets a fault with the next paste',
      pasteTaken({ ...pasteRefused(typed, wrong), prompt: promptOf(PASTED) }),
      { stage: 'finishing', error: undefined },
    ],
    [
      'ends with a reason, and without its address',
      pageEnded(typed, wrong),
      { stage: 'ended', url: undefined },
    ],
    ['ends before it has an address, too', pageEnded(asked, wrong), { stage: 'ended', error: wrong }],
  ])('%s', (_, after, expected) => expect(shown(after)).toMatchObject(expected));

  test('has what was pasted in the state only until it is used, or is refused', () => {
    const after = [pasteTaken(typed), pasteRefused(typed, 'wrong'), pageEnded(typed, 'denied')];
    expect(JSON.stringify(after)).not.toMatch(/a-state|a-code/);
  });

  test('leads back to the choice that it came from', () => {
    expect(pageEnded(waiting, wrong).back).toBe(back);
  });

  test('begins anew as it began', () => {
    expect(pageAsked(pageEnded(typed, wrong))).toEqual({ ...asked, host: 'login.test' });
  });
});

describe('the time that is left', () => {
  test.each<[ms: number, seconds: number]>([
    [0, 300],
    [9_999, 300],
    [10_000, 290],
    [30_300, 270],
    [299_999, 10],
    [300_000, 0],
    [400_000, 0],
  ])('after %d ms is told as %d s', (ms, seconds) => {
    expect(waited(waiting, ms).secondsLeft).toBe(seconds);
  });

  test('is another state only where another step is told', () => {
    expect(waited(waiting, 4_000)).toBe(waiting);
    expect(waited(pasteTaken(typed), 60_000).secondsLeft).toBe(300);
  });
});

test('an offer to write leads back to itself, and on to what was refused', () => {
  const below = { kind: 'filter', prompt: promptOf('typed') } as const;
  const offer: WriteLevelOverlay = { kind: 'write-level', sentence: 'Not allowed.', below };
  expect(startForWriting(offer, { identifier: 'alice.test', host: 'pds.test' })).toEqual({
    identifier: 'alice.test',
    host: 'pds.test',
    level: 'write',
    back: offer,
    after: below,
  });
});
