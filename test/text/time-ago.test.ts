import { expect, test } from 'vitest';
import { timeAgo } from '../../src/text/time-ago.js';

const HOUR_MS = 3_600_000;

test.each([
  [-HOUR_MS, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 minute ago'],
  [HOUR_MS - 1, '59 minutes ago'],
  [2 * HOUR_MS, '2 hours ago'],
  [24 * HOUR_MS, '1 day ago'],
  [45 * 24 * HOUR_MS, '1 month ago'],
  [800 * 24 * HOUR_MS, '2 years ago'],
])('%d ms are told as %s', (milliseconds, said) => {
  expect(timeAgo(1e12 - milliseconds, 1e12)).toBe(said);
});
