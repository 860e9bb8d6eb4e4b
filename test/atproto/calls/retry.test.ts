import { describe, expect, test } from 'vitest';
import { backoff, mayPass, retryAt } from '../../../src/atproto/calls/retry.js';

const now = Date.parse('2026-01-02T03:04:05Z');

describe('when a service wants to be asked again', () => {
  test.each([
    ['in seconds', { 'retry-after': '30' }, now + 30_000],
    ['as a date', { 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' }, now + 60_000],
    ['as the reference PDS says it', { 'ratelimit-reset': String(now / 1000 + 20) }, now + 20_000],
    ['as the draft of the headers says it', { 'ratelimit-reset': '20' }, now + 20_000],
    ['twice: Retry-After counts', { 'retry-after': '1', 'ratelimit-reset': '99' }, now + 1000],
    ['in words that nobody can read', { 'retry-after': 'soon', 'ratelimit-reset': '7' }, now + 7000],
    ['not at all', {}, undefined],
    ['wrongly', { 'retry-after': 'soon', 'ratelimit-reset': '-5' }, undefined],
  ])('said %s', (_how, headers, expected) => {
    expect(retryAt(headers, now)).toBe(expected);
  });
});

test('each wait is three times the one before, give or take a quarter', () => {
  expect([1, 2, 3].map((failed) => backoff(failed, () => 0.5))).toEqual([200, 600, 1800]);
  expect([0, 1].map((random) => backoff(1, () => random))).toEqual([150, 250]);
});

test('a method that a service does not have is not asked for again', () => {
  expect([400, 404, 429, 500, 501, 502, 503].filter(mayPass)).toEqual([500, 502, 503]);
});
