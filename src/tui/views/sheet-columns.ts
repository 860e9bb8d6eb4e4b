import { stripVTControlCharacters } from 'node:util';
import { fold } from '../../text/match.js';
import type { Sheet } from '../screen/sheet.js';

/** A line as it is looked through, and the painted rows that it takes. */
export interface SheetLine {
  readonly text: string;
  readonly rows: readonly string[];
}

/** What belongs together, and stands in one column. */
export type SheetBlock = readonly SheetLine[];

export interface Columns {
  readonly count: number;
  /** Of each of them, in cells. */
  readonly width: number;
}

/** Inside a border and its margins, on screens of 140 and 210 cells. */
const WIDTHS_MIN = [0, 136, 206];
const GAP_CELLS = 3;

/** How many columns so many cells have room for. */
export function columnsIn(width: number): Columns {
  const count = WIDTHS_MIN.filter((least) => width >= least).length;
  return { count, width: Math.floor((width - GAP_CELLS * (count - 1)) / count) };
}

/** Where a line stands. */
interface Placed extends SheetLine {
  readonly column: number;
  readonly top: number;
}

/**
 * Blocks in so many columns, read down the first and then down the next, as short as they can be without one being cut. Each row is
 * `width` cells wide, and each row of a block as wide as a column.
 */
export function sheetInColumns(blocks: readonly SheetBlock[], columns: Columns, width: number): Sheet {
  const placed = place(blocks, columns.count);
  const height = Math.max(0, ...placed.map(({ top, rows }) => top + rows.length));
  const cells = Array.from({ length: height }, () => Array<string | undefined>(columns.count));
  for (const { column, top, rows } of placed) {
    for (const [index, row] of rows.entries()) cells[top + index]?.splice(column, 1, row);
  }
  const blank = ' '.repeat(columns.width);
  const gap = ' '.repeat(GAP_CELLS);
  const rest = ' '.repeat(width - columns.count * columns.width - GAP_CELLS * (columns.count - 1));
  return {
    lines: cells.map((row) => Array.from(row, (cell) => cell ?? blank).join(gap) + rest),
    texts: placed.map(({ text }) => text),
    rowOf(line, folded) {
      const { top = 0, rows = [] } = placed[line] ?? {};
      const within = rows.findIndex((row) => fold(stripVTControlCharacters(row)).includes(folded));
      return top + Math.max(0, within);
    },
    // The one furthest at the left: whoever reads on from there comes to the others.
    lineOf: (position) => placed.findLastIndex(({ column, top }) => column === 0 && top <= position),
  };
}

function place(blocks: readonly SheetBlock[], count: number): readonly Placed[] {
  const heights = blocks.map((block) => block.reduce((sum, { rows }) => sum + rows.length, 0));
  const all = heights.reduce((sum, height) => sum + height + 1, -1);
  let height = Math.max(Math.ceil(all / count), 0, ...heights);
  let starts = startsWithin(heights, height);
  while ((starts.at(-1)?.column ?? 0) >= count) {
    height += 1;
    starts = startsWithin(heights, height);
  }
  return blocks.flatMap((block, index) => {
    let { column = 0, top = 0 } = starts[index] ?? {};
    return block.map((line) => {
      const at = { ...line, column, top };
      top += line.rows.length;
      return at;
    });
  });
}

/** Where blocks begin, one below the other with a blank row between them, and the next column where one would be longer than that. */
function startsWithin(heights: readonly number[], most: number) {
  let column = 0;
  let end = -1;
  return heights.map((height) => {
    if (end >= 0 && end + 1 + height > most) {
      column += 1;
      end = -1;
    }
    const top = end + 1;
    end = top + height;
    return { column, top };
  });
}
