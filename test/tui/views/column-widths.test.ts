import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src/lenses/column.js';
import { columnWidths, GAP_CELLS } from '../../../src/tui/views/column-widths.js';

const columns: readonly Column[] = [
  { title: 'rkey', width: 13, drop: 1 },
  { title: 'created', width: 17, drop: 2 },
  { title: 'text', width: 0, drop: 0 },
  { title: 'lang', width: 5, drop: 4 },
];

const shown = (cells: number, of = columns) =>
  columnWidths(of, cells).map(({ index, width }) => `${of[index]!.title} ${width}`);

describe('columnWidths', () => {
  test('gives what the others leave to the column without a width', () => {
    expect(shown(100)).toEqual(['rkey 13', 'created 17', 'text 59', 'lang 5']);
  });

  test('leaves out the column that matters least first', () => {
    expect(shown(60)).toEqual(['rkey 13', 'created 17', 'text 26']);
    expect(shown(50)).toEqual(['rkey 13', 'text 35']);
    expect(shown(30)).toEqual(['text 30']);
  });

  test('shares between several, the first ones taking what is left over', () => {
    const sharing = [0, 1, 2].map((index) => ({ title: `c${index}`, width: 0, drop: 0 }));
    expect(shown(66, sharing)).toEqual(['c0 21', 'c1 21', 'c2 20']);
  });

  test('never takes more cells than there are', () => {
    const always = [
      { title: 'a', width: 30, drop: 0 },
      { title: 'b', width: 30, drop: 0 },
    ];
    for (let cells = 0; cells < 80; cells++) {
      for (const of of [columns, always]) {
        const found = columnWidths(of, cells);
        const taken = found.reduce(
          (sum, { width }) => sum + width,
          GAP_CELLS * Math.max(0, found.length - 1),
        );
        expect(taken).toBeLessThanOrEqual(cells);
        expect(found.every(({ width }) => width > 0)).toBe(true);
      }
    }
  });
});
