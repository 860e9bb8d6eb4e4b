import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/lenses/column.js';
import { type ColumnNeeds, columnWidths, GAP_CELLS } from '../../src/lenses/column-widths.js';

const columns: readonly Column[] = [
  { title: 'when', width: 8, drop: 1 },
  { title: 'text', width: 0, drop: 0 },
  { title: 'size', width: 12, drop: 2 },
  { title: 'lang', width: 5, drop: 4, spare: true },
  { title: 'rkey', width: 13, drop: 9, spare: true, isKey: true },
];

const shown = (cells: number, of = columns, needs?: ColumnNeeds) =>
  columnWidths(of, cells, needs).map(({ index, width }) => `${of[index]!.title} ${width}`);

/** Rows whose longest texts take so many cells. */
const rows = (widest: readonly number[], areAlike = false): ColumnNeeds => ({ widest, areAlike });

describe('columnWidths', () => {
  test('gives what the others leave to the column without a width', () => {
    expect(shown(70)).toEqual(['when 8', 'text 46', 'size 12']);
  });

  test('leaves out the column that matters least first', () => {
    expect(shown(37)).toEqual(['when 8', 'text 27']);
    expect(shown(27)).toEqual(['text 27']);
  });

  test('cuts a column that nearly fits, to no less than tells it', () => {
    expect(shown(43)).toEqual(['when 8', 'text 20', 'size 11']);
    expect(shown(38)).toEqual(['when 8', 'text 20', 'size 6']);
  });

  test('shows what is spare beside a text that has the room of reading, and the key last', () => {
    expect(shown(102)).toEqual(['when 8', 'text 78', 'size 12']);
    expect(shown(103)).toEqual(['when 8', 'text 72', 'size 12', 'lang 5']);
    expect(shown(117)).toEqual(['when 8', 'text 86', 'size 12', 'lang 5']);
    expect(shown(118)).toEqual(['when 8', 'text 72', 'size 12', 'lang 5', 'rkey 13']);
  });

  test('takes for a column what the rows in sight need, its title included', () => {
    expect(shown(70, columns, rows([5, 300, 2, 0, 13]))).toEqual(['when 5', 'text 57', 'size 4']);
    expect(shown(70, columns, rows([8, 300, 90, 0, 13]))).toEqual(['when 8', 'text 46', 'size 12']);
  });

  test('leaves out what is empty in all rows in sight, and keeps what is read', () => {
    expect(shown(160, columns, rows([0, 0, 0, 0, 13]))).toEqual(['text 145', 'rkey 13']);
  });

  test('leaves out an empty description, and keeps an empty text', () => {
    const accounts = [
      { title: 'name', width: 20, drop: 0 },
      { title: 'description', width: 0, drop: 2 },
    ];
    expect(shown(60, accounts, rows([9, 0]))).toEqual(['name 9']);
    expect(shown(60, accounts, rows([9, 1]))).toEqual(['name 9', 'description 49']);
  });

  test('shows the key, however narrow it is, where nothing else tells the rows apart', () => {
    expect(shown(42, columns, rows([5, 2, 0, 0, 13], true))).toEqual(['when 5', 'text 20', 'rkey 13']);
    expect(shown(41, columns, rows([5, 2, 0, 0, 13], true))).toEqual(['text 26', 'rkey 13']);
    expect(shown(30, columns, rows([5, 2, 0, 0, 13], true))).toEqual(['text 15', 'rkey 13']);
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
