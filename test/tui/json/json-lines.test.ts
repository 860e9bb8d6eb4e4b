import { describe, expect, test } from 'vitest';
import type { Viewport } from '../../../src/store/cursor/cursor-rows.js';
import {
  atFirst,
  type ListCursor,
  move,
  type Step,
  windowOf,
} from '../../../src/store/cursor/list-cursor.js';
import { jsonDocument } from '../../../src/tui/json/json-document.js';
import { layoutJson } from '../../../src/tui/json/json-layout.js';
import { jsonRows } from '../../../src/tui/json/json-rows.js';

const document = jsonDocument({ short: 1, long: 'word '.repeat(40), list: ['x', 'y'], last: true });
const LONG = 2;

/** Where one is after some steps: the names of the lines, and how far into them. */
function walk(steps: readonly Step[], { height = 20, folded = new Set<number>() } = {}) {
  const layout = layoutJson(document, { width: 40, folded });
  const viewport: Viewport = { rows: jsonRows(layout), height };
  let cursor: ListCursor = atFirst;
  const at = steps.map((step) => {
    cursor = move(cursor, step, viewport);
    return layout.lineAt(windowOf(cursor, viewport).position);
  });
  return {
    at,
    window: windowOf(cursor, viewport),
    rowsOfLong: layout.rowsOf(LONG),
    first: layout.rowOf(LONG),
  };
}

const down: Step = { lines: 1 };
const up: Step = { lines: -1 };

describe('moving by lines of the JSON', () => {
  test('a long text is one step, however many rows it takes', () => {
    const { at, rowsOfLong } = walk([down, down, down, up, up]);
    expect(rowsOfLong).toBeGreaterThan(4);
    expect(at.map((row) => row?.logical)).toEqual([1, 2, 3, 2, 1]);
    expect(at.every((row) => row?.part === 0)).toBe(true);
  });

  test('all of a long text is in sight when one comes to it, where there is room', () => {
    const { window, rowsOfLong, first } = walk([down, down], { height: 8 });
    expect(window.end).toBe(first + rowsOfLong);
    expect(walk([down, down], { height: 3 }).window).toMatchObject({ top: first, position: first });
  });

  test('from within a long text it leads to the lines around it, and rows are still rows', () => {
    expect(walk([down, down, 2]).at.at(-1)).toEqual({ logical: LONG, part: 2 });
    expect(walk([down, down, 2, down]).at.at(-1)).toEqual({ logical: 3, part: 0 });
    expect(walk([down, down, 2, up]).at.at(-1)).toEqual({ logical: 1, part: 0 });
  });

  test('what is folded is one line', () => {
    expect(walk([down, down, down, down], { folded: new Set([3]) }).at.at(-1)?.logical).toBe(7);
  });

  test('ends at the first and at the last line', () => {
    expect(walk([up]).at).toEqual([{ logical: 0, part: 0 }]);
    const { at } = walk(['last', down, down]);
    expect(at.map((row) => row?.logical)).toEqual([8, 8, 8]);
  });
});
