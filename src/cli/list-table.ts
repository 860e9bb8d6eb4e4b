import { type Column, columnCell, columnTitle } from '../lenses/column.js';
import { columnNeeds } from '../lenses/column-needs.js';
import { columnWidths, GAP_CELLS, type ShownColumn } from '../lenses/column-widths.js';
import type { ListRow } from '../places/listing.js';
import { fit } from '../text/fit.js';

/** A table that grows row by row: its columns are as wide as its first rows need. */
export interface ListTable {
  /** Whole lines, the titles of the columns before the first ones. */
  lines(rows: readonly ListRow[]): string;
}

/** `cells` is how wide the terminal is. */
export function listTable(columns: readonly Column[], cells: number): ListTable {
  let shown: readonly ShownColumn[] | undefined;
  let above: ListRow | undefined;

  function line(texts: readonly string[]): string {
    return `${texts.join(' '.repeat(GAP_CELLS)).trimEnd()}\n`;
  }

  function textOf({ cells: texts }: ListRow, { index, width }: ShownColumn): string {
    const text = texts[index] ?? '';
    const isRepeated = columns[index]?.once && above?.cells[index] === text;
    return columnCell(columns[index], isRepeated ? '' : text, width);
  }

  function titleOf({ index, width }: ShownColumn): string {
    const column = columns[index];
    return fit(column ? columnTitle(column) : '', width);
  }

  return {
    lines(rows) {
      let text = '';
      if (shown === undefined) {
        const needs = columnNeeds(
          columns,
          rows.map((row) => ({ row })),
        );
        shown = columnWidths(columns, cells, needs);
        text = line(shown.map(titleOf));
      }
      for (const row of rows) {
        text += line(shown.map((column) => textOf(row, column)));
        above = row;
      }
      return text;
    },
  };
}
