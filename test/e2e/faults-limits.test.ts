import { expect, test } from 'vitest';
import type { Answer } from '../faults/answer.js';
import { drop, error, inTurn, rateLimited, upstream } from '../faults/answers.js';
import { faultStage, listRecords, posts } from '../support/terminal/faults.js';

const stage = faultStage();

/** The reset of a window is told as a moment: in that many seconds from when it is asked. */
const resetIn =
  (seconds: number): Answer =>
  () =>
    rateLimited({ resetAt: Math.ceil(Date.now() / 1000) + seconds });

test.each([
  ['Retry-After', rateLimited({ retryAfter: 4 })],
  ['RateLimit-Reset', resetIn(4)],
])('a rate limit with %s is waited for: the wait is shown, counts down, and it goes on by itself', async (_, limit) => {
  const { pds, urls } = await stage.faulty({ pds: { [listRecords]: inTurn(limit, upstream()) } });
  await stage.open(urls, posts);
  const shown: number[] = [];
  await stage.terminal.waitFor(({ text }) => {
    const seconds = /waiting for 127\.0\.0\.1:\d+: (\d+) s/.exec(text())?.[1];
    if (seconds !== undefined && Number(seconds) !== shown.at(-1)) shown.push(Number(seconds));
    return text().includes('100 loaded');
  });
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual(shown.toSorted((a, b) => b - a));
  expect(shown[0]).toBeLessThanOrEqual(5);
  await stage.terminal.waitForGone('waiting for');
  expect(pds.count(listRecords)).toBe(2);
  await stage.goesOnAndEnds();
});

test('while it waits the keys work, and leaving the place ends the wait', async () => {
  const { pds, urls } = await stage.faulty({ pds: { [listRecords]: rateLimited({ retryAfter: 250 }) } });
  await stage.open(urls, posts);
  await stage.terminal.waitFor(/waiting for 127\.0\.0\.1:\d+: 2\d\d s/);
  stage.terminal.press('f');
  await stage.waitForIn('list', /followers of alice\.test .* of 100 loaded/);
  await stage.terminal.waitForGone('waiting for');
  expect(pds.count(listRecords)).toBe(1);
  await stage.goesOnAndEnds();
});

test('a rate limit too long to wait for says until when', async () => {
  const { pds, urls } = await stage.faulty({ pds: { [listRecords]: resetIn(3000) } });
  await stage.open(urls, posts);
  await stage.waitForIn(
    'list',
    /There were too many requests: \S+ answered 429 RateLimitExceeded to com\.atproto\.repo\.listRecords\. You can ask again (at|on) .*:\d\d.*r tries again/,
  );
  expect(pds.count(listRecords)).toBe(1);
  await stage.goesOnAndEnds();
});

test.each([
  ['429 without a word on when, twice', rateLimited(), rateLimited()],
  ['500 twice', error(500), error(500)],
  ['502 and a connection that is cut', error(502, 'UpstreamFailure', 'no'), drop()],
])('%s, and then well: asked again by itself', async (_, first, second) => {
  const { pds, urls } = await stage.faulty({ pds: { [listRecords]: inTurn(first, second, upstream()) } });
  await stage.open(urls, posts);
  await stage.waitForIn('list', /of 100 loaded/);
  expect(pds.count(listRecords)).toBe(3);
  expect(stage.terminal.text()).not.toContain('r tries again');
  await stage.goesOnAndEnds();
});
