import { expect, test } from 'vitest';
import { longestChain, median, percentile } from './statistics.js';

test('the median is the middle one, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test('a percentile is one of the values', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(values, 0.95)).toBe(95);
  expect(percentile([7], 0.95)).toBe(7);
  expect(percentile([1, 2], 1)).toBe(2);
});

test('answers count as a chain when each was asked for after the one before had come', () => {
  const handle = { start: 0, end: 100 };
  const profile = { start: 1, end: 101 };
  const document = { start: 102, end: 202 };
  const records = { start: 203, end: 303 };
  expect(longestChain([records, profile, handle, document])).toBe(3);
  expect(longestChain([profile, handle])).toBe(1);
  expect(longestChain([])).toBe(0);
});
