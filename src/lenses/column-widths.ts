import { width as cellsOf } from '../text/width.js';
import { type Column, columnTitle } from './column.js';

/** A column that is shown: which cell of a row it takes, and its width. */
export interface ShownColumn {
  readonly index: number;
  readonly width: number;
}

/** What the rows in sight say of the widths of their columns. */
export interface ColumnNeeds {
  /** Cells that the longest text of each column takes, those of columns that share need not be exact; 0 where all are empty. */
  readonly widest: readonly number[];
  /** What people read is the same in all of them, or nothing, so that the key has to tell them apart. */
  readonly areAlike: boolean;
}

/** Cells between two columns. */
export const GAP_CELLS = 2;

/** A column that shares what is left is not made narrower than this: others are dropped first. */
const SHARE_CELLS_MIN = 20;
/** What a column of names may be cut to so that it need not go: enough to know them by. Narrower ones hold dates and numbers. */
const CUT_CELLS_MIN = 6;
const NAME_CELLS_MIN = 10;
/** What reading takes: a line of a text that is pleasant to follow. Spare columns are shown beside that. */
const READ_CELLS = 72;

/**
 * Which columns are shown in so many cells, and how wide. Columns of width 0 share what the others leave; the others take what the
 * rows in sight `need`, at most their width (and that where nothing is known of rows), and are not there where all rows have nothing
 * to say in them. Where there is too little room, spare columns go first, then those with the highest `drop`. The widths and the gaps
 * between them fill `cells` exactly, or stay below it where no column shares.
 */
export function columnWidths(
  columns: readonly Column[],
  cells: number,
  needs?: ColumnNeeds,
): readonly ShownColumn[] {
  const wanted = columns.flatMap((column, index) => wantedColumn(column, index, needs) ?? []);
  const sharing = Math.max(1, wanted.filter(({ width }) => width === 0).length);
  const usual = wanted.filter((column) => !column.spare);
  const near = leaveOut([], usual, cells, SHARE_CELLS_MIN);
  if (near.length < usual.length) return placed(near, cells);
  const spare = leaveOut(
    near,
    wanted.filter((column) => column.spare),
    cells,
    Math.ceil(READ_CELLS / sharing),
  );
  return placed(
    [...near, ...spare].toSorted((a, b) => a.index - b.index),
    cells,
  );
}

interface WantedColumn {
  readonly index: number;
  readonly width: number;
  readonly drop: number;
  readonly spare: boolean;
}

function wantedColumn(
  column: Column,
  index: number,
  needs: ColumnNeeds | undefined,
): WantedColumn | undefined {
  const isNeeded = column.isKey === true && needs?.areAlike === true;
  const titleCells = cellsOf(columnTitle(column));
  // What says of which zone the times are is not cut.
  const width = column.isLocalTime ? Math.max(column.width, titleCells) : column.width;
  const drop = isNeeded ? 0 : column.drop;
  const spare = column.spare === true && !isNeeded;
  if (!needs) return { index, width, drop, spare };
  const widest = needs.widest[index] ?? 0;
  // What a list is for stays, so that one sees that there is nothing.
  if (widest === 0 && (width > 0 || drop > 0)) return undefined;
  return { index, width: Math.min(width, Math.max(widest, titleCells)), drop, spare };
}

/**
 * Those of the columns for which there is room beside the `kept` ones: the ones with the highest `drop` go first. One that nearly fits
 * is cut.
 */
function leaveOut(
  kept: readonly WantedColumn[],
  columns: readonly WantedColumn[],
  cells: number,
  shareCells: number,
): readonly WantedColumn[] {
  const left = [...columns];
  for (;;) {
    const excess = needed([...kept, ...left], shareCells) - cells;
    const highest = Math.max(0, ...left.map(({ drop }) => drop));
    if (excess <= 0 || highest === 0) return left;
    // The last one of that rank, so that what stands to the left stays.
    const index = left.findLastIndex(({ drop }) => drop === highest);
    const column = left[index];
    const isCut =
      column && !column.spare && column.width >= NAME_CELLS_MIN && column.width - excess >= CUT_CELLS_MIN;
    if (isCut) left[index] = { ...column, width: column.width - excess };
    else left.splice(index, 1);
  }
}

function placed(columns: readonly WantedColumn[], cells: number): readonly ShownColumn[] {
  const sharing = columns.filter(({ width }) => width === 0).length;
  const fixed = columns.reduce((sum, { width }) => sum + width, 0);
  const free = Math.max(0, cells - fixed - gaps(columns.length));
  let shared = 0;
  let left = cells;
  const result: ShownColumn[] = [];
  for (const { index, width } of columns) {
    const share = width > 0 ? width : shareOf(free, sharing, shared++);
    const room = left - (result.length > 0 ? GAP_CELLS : 0);
    if (room < 1) break;
    const taken = Math.min(Math.max(1, share), room);
    result.push({ index, width: taken });
    left = room - taken;
  }
  return result;
}

const gaps = (count: number): number => GAP_CELLS * Math.max(0, count - 1);

const needed = (columns: readonly WantedColumn[], shareCells: number): number =>
  columns.reduce((sum, { width }) => sum + (width || shareCells), 0) + gaps(columns.length);

/** Equal shares; the first ones take the cells that are left over. */
const shareOf = (free: number, count: number, position: number): number =>
  Math.floor(free / count) + (position < free % count ? 1 : 0);
