import { expect, test } from 'vitest';
import { affordableAt, budgetMs } from '../../../src/jobs/changes/write-budget.js';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;

test.each([
  ['nothing was spent', [], 600, NOW],
  ['there is room in the hour', [{ time: NOW - 10, points: 4_400 }], 600, NOW],
  [
    'the hour is full until its first points are an hour old',
    [{ time: NOW - HOUR / 2, points: 4_800 }],
    600,
    NOW + HOUR / 2,
  ],
  ['what is older than an hour counts for the day only', [{ time: NOW - 2 * HOUR, points: 5_000 }], 600, NOW],
  [
    'the day is full',
    Array.from({ length: 7 }, (_, at) => ({ time: NOW - (10 - at) * HOUR, points: 5_000 })),
    600,
    NOW + 14 * HOUR,
  ],
])('%s', (_, spent, points, at) => {
  expect(affordableAt(spent, points, NOW)).toBe(at);
});

test.each([
  [5_000, 0],
  [5_001, HOUR],
  [15_000, 2 * HOUR],
  [35_000, 6 * HOUR],
  [35_001, 24 * HOUR],
])('%d points wait %d milliseconds for the budget', (points, ms) => {
  expect(budgetMs(points)).toBe(ms);
});
