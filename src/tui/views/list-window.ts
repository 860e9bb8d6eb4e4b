import { type CursorWindow, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { listRows } from '../../store/lists/list-rows.js';
import { rowIndexAt } from '../../store/lists/lists-selectors.js';
import type { ListState } from '../../store/lists/lists-state.js';

/** Which rows of a list are in sight. */
export interface ListWindow extends CursorWindow {
  /** Indexes of the loaded rows, from the top. */
  readonly indexes: readonly number[];
}

export function listWindow(list: ListState, cursor: ListCursor, height: number): ListWindow {
  const window = windowOf(cursor, { rows: listRows(list), height });
  const indexes: number[] = [];
  for (let at = window.top; at < window.end; at++) {
    const index = rowIndexAt(list, at);
    if (index !== undefined) indexes.push(index);
  }
  return { ...window, indexes };
}
