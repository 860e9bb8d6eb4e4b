import type { CursorRows } from '../cursor/cursor-rows.js';
import { rowIndexAt, visibleLength } from './lists-selectors.js';
import type { ListState } from './lists-state.js';

/**
 * The rows of a list as a cursor moves through them. Their indexes count from the first row of the first page (`PagedRows`), so that
 * they stay when rows are put in above: no row is ever looked for.
 */
export function listRows(list: ListState): CursorRows {
  const { rows, filter, listing } = list;
  return {
    get length() {
      return visibleLength(list);
    },
    indexAt: (position) => (rowIndexAt(list, position) ?? 0) - rows.above,
    positionOf(index) {
      // Rows that were put in before any page came have no row 0 below them: who stands there is on the first.
      const loaded = index === 0 && rows.pageCount === 0 ? 0 : index + rows.above;
      return filter ? filter.matches.positionOf(loaded) : loaded;
    },
    keyAt: (index) => listing?.key(rows.at(index + rows.above)),
  };
}
