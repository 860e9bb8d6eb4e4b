import { expect, test } from 'vitest';
import { clockMinute, dayName, localDay } from '../../src/text/date-time.js';

const now = new Date(2026, 10, 26, 0, 30).getTime();

test.each<[string, Date | number, string]>([
  ['a moment ago', new Date(2026, 10, 26, 0, 29), 'today'],
  ['later today', new Date(2026, 10, 26, 23, 59), 'today'],
  ['just before midnight', new Date(2026, 10, 25, 23, 59), 'yesterday'],
  ['the first minute of yesterday', new Date(2026, 10, 25, 0, 0), 'yesterday'],
  ['the last minute of the day before', new Date(2026, 10, 24, 23, 59), '2026-11-24'],
  ['a year ago', new Date(2025, 10, 26, 0, 30), '2025-11-26'],
  ['tomorrow, by a clock that was set back', new Date(2026, 10, 27), '2026-11-27'],
  ['what is no time', 1e300, 'no known time'],
])('the day of %s is named as people name it', (_, time, name) => {
  expect(dayName(Number(time), now)).toBe(name);
});

test('the day before the first of a month, and of a year, is yesterday', () => {
  expect(dayName(new Date(2026, 1, 28, 12).getTime(), new Date(2026, 2, 1).getTime())).toBe('yesterday');
  expect(dayName(new Date(2025, 11, 31, 12).getTime(), new Date(2026, 0, 1).getTime())).toBe('yesterday');
});

test('day and minute are local, and words where there is no such time', () => {
  expect([localDay(now), clockMinute(now)]).toEqual(['2026-11-26', '00:30']);
  expect([localDay(Number.NaN), clockMinute(Number.NaN)]).toEqual(['no known time', '--:--']);
});
