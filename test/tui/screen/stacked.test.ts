import { expect, test } from 'vitest';
import { linesWithin } from '../../../src/tui/screen/stacked.js';

const lines = (count: number): string[] => Array.from({ length: count }, () => '');

const blocks = [
  { lines: lines(2), rank: 3, least: 1 },
  { lines: lines(5), rank: 1, least: 1 },
  { lines: lines(1), rank: 0, least: 0 },
  { lines: lines(1), rank: 9 },
];

test.each<[height: number, taken: readonly number[]]>([
  [0, [0, 0, 0, 0]],
  [1, [0, 0, 0, 1]],
  [2, [1, 0, 0, 1]],
  [3, [1, 1, 0, 1]],
  [4, [2, 1, 0, 1]],
  [6, [2, 3, 0, 1]],
  [8, [2, 5, 0, 1]],
  [9, [2, 5, 1, 1]],
  [99, [2, 5, 1, 1]],
])('%d lines are given by rank: what is needed first, then the rest', (height, taken) =>
  expect(linesWithin(blocks, height)).toEqual(taken));
