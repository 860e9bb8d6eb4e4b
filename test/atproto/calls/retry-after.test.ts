import { describe, expect, test } from 'vitest';
import { retryAfter } from '../../../src/atproto/calls/retry-after.js';

const now = Date.parse('2026-01-02T03:04:05Z');
const seconds = (count: number): number => now + count * 1000;
const epoch = (time: number): string => String(time / 1000);

describe('when a service of 429 wants to be asked again, by Retry-After', () => {
  test.each([
    ['in seconds', '30', seconds(30)],
    ['now', '0', now],
    ['in a fraction of seconds (MarshalX/atproto#379)', '1.5', seconds(1.5)],
    ['in less than a millisecond', '0.0001', now + 1],
    ['with spaces around', ' 30 ', seconds(30)],
    ['as a list', '30, 60', seconds(60)],
    ['as two headers', ['60', '30'], seconds(60)],
    ['as a list of something and nothing', 'soon, 60', seconds(60)],
    ['as a date', 'Fri, 02 Jan 2026 03:05:05 GMT', seconds(60)],
    ['as two dates', 'Fri, 02 Jan 2026 03:05:05 GMT, Fri, 02 Jan 2026 03:06:05 GMT', undefined],
    ['as a date of RFC 850', 'Friday, 02-Jan-26 03:05:05 GMT', seconds(60)],
    ['as a date of asctime', 'Fri Jan  2 03:05:05 2026', seconds(60)],
    ['as a date of RFC 3339', '2026-01-02T03:05:05Z', seconds(60)],
    ['as a date that is past', 'Fri, 02 Jan 2026 03:00:00 GMT', now],
    ['as a date that is long past', 'Thu, 01 Jan 1970 00:00:00 GMT', undefined],
    ['as a date that is absurd', 'Fri, 31 Dec 9999 23:59:59 GMT', undefined],
    ['as a date with an offset', 'Fri, 02 Jan 2026 05:05:05 +0200', seconds(60)],
    ['as a date of RFC 3339 with an offset', '2026-01-02T05:05:05+02:00', seconds(60)],
    ['as a date of RFC 3339 without a zone', '2026-01-02T03:05:05', undefined],
    ['as a 30th of February', 'Mon, 30 Feb 2026 03:05:05 GMT', undefined],
    ['as a 30th of February of RFC 850', 'Monday, 30-Feb-26 03:05:05 GMT', undefined],
    ['as a 31st of April of asctime', 'Fri Apr 31 03:05:05 2026', undefined],
    ['as a 30th of February of RFC 3339', '2026-02-30T03:05:05Z', undefined],
    ['as a date of no month', 'Fri, 02 Foo 2026 03:05:05 GMT', undefined],
    ['as a date of a short year', 'Fri, 02 Jan 202 03:05:05 GMT', undefined],
    ['as a date of an hour that is none', 'Fri, 02 Jan 2026 25:05:05 GMT', undefined],
    ['as a date that does not exist', 'Fri, 42 Jan 2026 03:05:05 GMT', undefined],
    ['in seconds since 1970', epoch(seconds(60)), seconds(60)],
    ['in milliseconds since 1970', String(seconds(60)), seconds(60)],
    ['in more seconds than a year has', '99999999', undefined],
    ['in more digits than a number has', '9'.repeat(400), undefined],
    ['below zero', '-5', undefined],
    ['as an exponent', '1e3', undefined],
    ['in words', 'soon', undefined],
    ['in words with a number, which Date.parse makes a date of', 'try 5', undefined],
    ['not at all', '', undefined],
  ])('said %s', (_how, header, expected) => {
    expect(retryAfter(429, { 'retry-after': header as string }, now)).toBe(expected);
  });
});

describe('by RateLimit-Reset, where Retry-After says nothing', () => {
  test.each([
    ['in seconds since 1970, as the reference PDS does', epoch(seconds(20)), seconds(20)],
    ['in seconds from now, as the draft does', '20', seconds(20)],
    ['in milliseconds since 1970', String(seconds(20)), seconds(20)],
    ['in fractions of seconds', '2.5', seconds(2.5)],
    ['in seconds since 1970 that are just past', epoch(seconds(-20)), now],
    ['below zero', '-5', undefined],
    ['in words', 'soon', undefined],
  ])('said %s', (_how, reset, expected) => {
    expect(retryAfter(429, { 'ratelimit-reset': reset }, now)).toBe(expected);
    expect(retryAfter(429, { 'ratelimit-reset': reset, 'retry-after': 'soon' }, now)).toBe(expected);
  });

  test('Retry-After counts where both say something', () => {
    expect(retryAfter(429, { 'retry-after': '1', 'ratelimit-reset': '99' }, now)).toBe(seconds(1));
  });
});

describe('the limits that the reference PDS puts on every answer are no time to wait (bluesky-social/atproto#3436)', () => {
  const headers = {
    'ratelimit-limit': '3000',
    'ratelimit-remaining': '2991',
    'ratelimit-reset': epoch(seconds(280)),
    'ratelimit-policy': '3000;w=300',
  };
  test.each([200, 400, 401, 403, 404, 413, 500, 501, 502, 503, 504])('on an answer of %d', (status) => {
    expect(retryAfter(status, headers, now)).toBeUndefined();
  });

  test.each([
    [503, seconds(30)],
    [429, seconds(30)],
    [400, undefined],
    [500, undefined],
    [502, undefined],
    [301, undefined],
  ])('Retry-After on an answer of %d', (status, expected) => {
    expect(retryAfter(status, { ...headers, 'retry-after': '30' }, now)).toBe(expected);
  });
});
