import type { Column } from '../../lenses/column.js';

/** A column that is shown: which cell of a row it takes, and its width. */
export interface ShownColumn {
  readonly index: number;
  readonly width: number;
}

/** Cells between two columns. */
export const GAP_CELLS = 2;

/** A column that shares what is left is not made narrower than this: others are dropped first. */
const SHARE_CELLS_MIN = 20;

/**
 * Which columns are shown in so many cells, and how wide: columns of width 0 share what the others leave. Where that is
 * too little, the columns with the highest `drop` go first. The widths and the gaps between them fill `cells` exactly,
 * or stay below it where no column shares.
 */
export function columnWidths(columns: readonly Column[], cells: number): readonly ShownColumn[] {
  const shown = columns.map((column, index) => ({ ...column, index }));
  while (needed(shown) > cells) {
    const highest = Math.max(0, ...shown.map(({ drop }) => drop));
    if (highest === 0) break;
    // The last one of that rank, so that what stands to the left stays.
    shown.splice(
      shown.findLastIndex(({ drop }) => drop === highest),
      1,
    );
  }
  const sharing = shown.filter(({ width }) => width === 0).length;
  const fixed = shown.reduce((sum, { width }) => sum + width, 0);
  const free = Math.max(0, cells - fixed - gaps(shown.length));
  let shared = 0;
  let left = cells;
  const result: ShownColumn[] = [];
  for (const { index, width } of shown) {
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

const needed = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + (width || SHARE_CELLS_MIN), 0) + gaps(columns.length);

/** Equal shares; the first ones take the cells that are left over. */
const shareOf = (free: number, count: number, position: number): number =>
  Math.floor(free / count) + (position < free % count ? 1 : 0);
