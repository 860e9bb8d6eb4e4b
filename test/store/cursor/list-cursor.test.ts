import { describe, expect, test } from 'vitest';
import {
  type CursorRows,
  everyRow,
  keyedRows,
  textRows,
  type Viewport,
} from '../../../src/store/cursor/cursor-rows.js';
import {
  atFirst,
  type ListCursor,
  move,
  moveTo,
  positionOf,
  type Step,
  windowOf,
} from '../../../src/store/cursor/list-cursor.js';

const letters = (text: string): CursorRows => keyedRows([...text]);
const numbered = (length: number): CursorRows =>
  keyedRows(Array.from({ length }, (_, index) => `row ${index}`));
const on = (key: string, index: number, top = 0): ListCursor => ({ key, index, top });

/** Where the cursor is and what is drawn: `position of length, from top to end`. */
function told(cursor: ListCursor, viewport: Viewport): string {
  const { position, length, top, end } = windowOf(cursor, viewport);
  return `${position} of ${length}, ${top} to ${end}`;
}

describe('a step', () => {
  const viewport = { rows: numbered(100), height: 10 };

  test.each<[string, ListCursor, Step, string]>([
    ['down, within the window', on('row 5', 5, 3), 1, '6 of 100, 3 to 13'],
    ['up, within the window', on('row 5', 5, 3), -1, '4 of 100, 3 to 13'],
    ['down, out of the window', on('row 12', 12, 3), 1, '13 of 100, 4 to 14'],
    ['up, out of the window', on('row 3', 3, 3), -1, '2 of 100, 2 to 12'],
    ['down from the last row', on('row 99', 99, 90), 1, '99 of 100, 90 to 100'],
    ['up from the first row', atFirst, -1, '0 of 100, 0 to 10'],
    ['to the first row', on('row 50', 50, 45), 'first', '0 of 100, 0 to 10'],
    ['to the last row', on('row 50', 50, 45), 'last', '99 of 100, 90 to 100'],
    ['half a screen down', on('row 50', 50, 45), { screens: 0.5 }, '55 of 100, 46 to 56'],
    ['half a screen up', on('row 50', 50, 45), { screens: -0.5 }, '45 of 100, 45 to 55'],
    ['a screen down, of which a line stays', on('row 50', 50, 45), { screens: 1 }, '59 of 100, 50 to 60'],
    ['a screen up, of which a line stays', on('row 50', 50, 45), { screens: -1 }, '41 of 100, 41 to 51'],
    ['past the end by a screen', on('row 95', 95, 90), { screens: 1 }, '99 of 100, 90 to 100'],
  ])('%s', (_, cursor, step, expected) => {
    expect(told(move(cursor, step, viewport), viewport)).toBe(expected);
  });

  test.each<[string, number, number, Step, string]>([
    ['of no rows', 0, 10, 1, '0 of 0, 0 to 0'],
    ['to the end of no rows', 0, 10, 'last', '0 of 0, 0 to 0'],
    ['in a window without a line', 5, 0, 1, '1 of 5, 1 to 1'],
    ['by a screen of one line', 5, 1, { screens: 1 }, '1 of 5, 1 to 2'],
    ['in a list shorter than the window', 3, 10, 'last', '2 of 3, 0 to 3'],
  ])('%s', (_, length, height, step, expected) => {
    const small = { rows: numbered(length), height };
    expect(told(move(atFirst, step, small), small)).toBe(expected);
  });
});

describe('a cursor stays on its row', () => {
  test.each<[string, string, string, string]>([
    ['where rows come in above', 'abcdefgh', 'xyabcdefgh', '6 of 10, 4 to 7'],
    ['where rows above go', 'abcdefgh', 'cdefgh', '2 of 6, 0 to 3'],
    ['where rows come in below', 'abcdefgh', 'abcdefghxyz', '4 of 11, 2 to 5'],
    ['and on its place where the row goes', 'abcdefgh', 'abcdfgh', '4 of 7, 2 to 5'],
    ['and on the last row where less is left', 'abcdefgh', 'ab', '1 of 2, 0 to 2'],
    ['which may come twice', 'abceefgh', 'xabceefgh', '5 of 9, 3 to 6'],
  ])('%s', (_, before, after, expected) => {
    const cursor = moveTo(atFirst, 4, { rows: letters(before), height: 3 });
    expect(told(cursor, { rows: letters(after), height: 3 })).toBe(expected);
  });

  test('where its window grows and shrinks', () => {
    const rows = numbered(100);
    const cursor = on('row 50', 50, 45);
    expect(told(cursor, { rows, height: 20 })).toBe('50 of 100, 45 to 65');
    expect(told(cursor, { rows, height: 3 })).toBe('50 of 100, 48 to 51');
  });

  test('while a filter shows fewer rows, and after it', () => {
    const even: CursorRows = {
      ...numbered(100),
      length: 50,
      indexAt: (position) => position * 2,
      positionOf: (index) => Math.ceil(index / 2),
    };
    const cursor = on('row 51', 51, 45);
    expect(told(cursor, { rows: even, height: 10 })).toBe('26 of 50, 23 to 33');
    expect(told(cursor, { rows: numbered(100), height: 10 })).toBe('51 of 100, 45 to 55');
  });
});

describe('where rows follow', () => {
  test.each<['first' | 'last', string, string]>([
    ['first', '0 of 5, 0 to 3', '2 of 5, 2 to 5'],
    ['last', '4 of 5, 2 to 5', '0 of 5, 0 to 3'],
  ])('at the %s, the cursor stays on the newest, and on an older one where it was put', (follows, newest, older) => {
    const rows = (text: string) => ({ rows: keyedRows([...text], { follows }), height: 3 });
    const after = rows(follows === 'first' ? 'xyabc' : 'abcxy');
    const there = move(atFirst, follows, rows('abc'));
    expect(told(there, after)).toBe(newest);
    expect(told(move(there, follows === 'first' ? 2 : -2, rows('abc')), after)).toBe(
      follows === 'first' ? '4 of 5, 2 to 5' : older,
    );
  });
});

describe('headings', () => {
  /** Capitals are headings of what stands below them. */
  const headed = (text: string): CursorRows =>
    keyedRows([...text], { isHeading: (position) => /[A-Z]/.test(text[position] ?? '') });
  const rows = headed('AbcDefGh');

  test.each<[string, number, Step, string]>([
    ['are passed over downwards', 2, 1, 'e'],
    ['are passed over upwards', 4, -1, 'c'],
    ['are nothing to stop at, at the first line', 4, 'first', 'b'],
    ['are passed over from the last row before one', 5, 1, 'h'],
  ])('%s', (_, from, step, expected) => {
    const cursor = moveTo(atFirst, from, { rows, height: 3 });
    expect(move(cursor, step, { rows, height: 3 }).key).toBe(expected);
  });

  test('are in sight with the first row below them', () => {
    expect(told(on('e', 4, 4), { rows, height: 3 })).toBe('4 of 8, 3 to 6');
    expect(told(atFirst, { rows, height: 3 })).toBe('1 of 8, 0 to 3');
  });
});

describe('text', () => {
  const viewport = { rows: textRows(30), height: 10 };

  test.each<[string, ListCursor, Step, string]>([
    ['scrolls by a line', atFirst, 1, '1 of 30, 1 to 11'],
    [
      'scrolls no further than its last screenful',
      { ...atFirst, top: 18 },
      { screens: 1 },
      '20 of 30, 20 to 30',
    ],
    ['scrolls to its end', atFirst, 'last', '20 of 30, 20 to 30'],
    ['scrolls to its start', { ...atFirst, top: 18 }, 'first', '0 of 30, 0 to 10'],
  ])('%s', (_, cursor, step, expected) => {
    expect(told(move(cursor, step, viewport), viewport)).toBe(expected);
  });

  test('shorter than the window stands still', () => {
    const short = { rows: textRows(3), height: 10 };
    expect(told(move(atFirst, 1, short), short)).toBe('0 of 3, 0 to 3');
  });
});

test('a step in a million rows asks for no more of them than in ten', () => {
  function asked(length: number): number {
    let count = 0;
    const rows: CursorRows = {
      ...everyRow,
      length,
      keyAt(index) {
        count++;
        return `row ${index}`;
      },
    };
    const viewport = { rows, height: 5 };
    let cursor = moveTo(atFirst, length - 1, viewport);
    for (let step = 0; step < 5; step++) cursor = move(cursor, -1, viewport);
    expect(positionOf(cursor, rows)).toBe(length - 6);
    return count;
  }
  expect(asked(1_000_000)).toBe(asked(10));
});
