import { expect, test } from 'vitest';
import { listTable } from '../../src/cli/list-table.js';
import type { Column } from '../../src/lenses/column.js';
import type { ListRow } from '../../src/places/listing.js';
import { width } from '../../src/text/width.js';

const columns: readonly Column[] = [
  { title: 'day', width: 10, drop: 1, once: true },
  { title: 'text', width: 0, drop: 0 },
  { title: 'lang', width: 8, drop: 4 },
];

const row = (...cells: string[]): ListRow => ({
  cells,
  opens: undefined,
  uri: undefined,
  cid: undefined,
  did: undefined,
});

test('a table has the titles once, and columns as wide as its first rows need', () => {
  const table = listTable(columns, 40);
  const first = table.lines([row('Monday', 'one', 'en'), row('Tuesday', 'two', 'pt')]);
  expect(first.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
    'day | text | lang',
    'Monday | one | en',
    'Tuesday | two | pt',
    '',
  ]);
  expect(table.lines([row('Wednesday', 'three', 'de')])).toMatch(/^Wednes… {2}three +de\n$/);
});

test('what is common to many rows is read once, across pages, too', () => {
  const table = listTable(columns, 40);
  const text = table.lines([row('Monday', 'one', ''), row('Monday', 'two', '')]);
  expect(text.match(/Monday/g)).toHaveLength(1);
  expect(table.lines([row('Monday', 'three', '')])).not.toContain('Monday');
});

test.each([20, 40, 80, 200])('a table of %i cells is no wider, whatever stands in it', (cells) => {
  const hostile = '\x1B]0;title\x07\x1B[2J今天的散步走了二十公里\u202E'.repeat(20);
  const text = listTable(columns, cells).lines([row(hostile, hostile, hostile)]);
  for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(cells);
  expect(text).not.toMatch(/[\x1B\x07\u202E]/);
});
