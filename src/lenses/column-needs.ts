import { sanitise } from '../text/sanitise.js';
import { width } from '../text/width.js';
import type { Column } from './column.js';
import type { ColumnNeeds } from './column-widths.js';

/** A row as it was read: the same value for as long as it says the same. */
export interface MeasuredRow {
  readonly row: { readonly cells: readonly string[] };
}

/** What of a text is measured: more than any column of its own width shows. */
const MEASURED_CHARACTERS_MAX = 256;

// By the row as it was read: one that stays in sight is measured once.
const measured = new WeakMap<MeasuredRow, readonly number[]>();

/** What the rows in sight need; undefined where there are none to go by. Costs what the rows new in sight cost. */
export function columnNeeds(
  columns: readonly Column[],
  rows: readonly MeasuredRow[],
): ColumnNeeds | undefined {
  if (rows.length === 0) return undefined;
  const widest = columns.map(() => 0);
  for (const row of rows) {
    for (const [index, cells] of cellsOf(row).entries()) {
      if (cells > (widest[index] ?? 0)) widest[index] = cells;
    }
  }
  return { widest, areAlike: areAlike(columns, rows) };
}

function cellsOf(cached: MeasuredRow): readonly number[] {
  let found = measured.get(cached);
  if (!found) {
    found = cached.row.cells.map((cell) => width(sanitise(cell.slice(0, MEASURED_CHARACTERS_MAX)).trim()));
    measured.set(cached, found);
  }
  return found;
}

/** Whether what people read says the same in all rows, or nothing in one of them. */
function areAlike(columns: readonly Column[], rows: readonly MeasuredRow[]): boolean {
  const read = columns.flatMap(({ drop, width: cells }, index) => (cells === 0 || drop === 0 ? [index] : []));
  const texts = rows.map(({ row }) => read.map((index) => row.cells[index] ?? '').join('\n'));
  if (texts.some((text) => text.trim() === '')) return true;
  return texts.length > 1 && new Set(texts).size === 1;
}
