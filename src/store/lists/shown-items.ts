import { rowIndexAt, visibleLength } from './lists-selectors.js';
import type { ListState } from './lists-state.js';

/** The items of a list that are loaded and pass the filter, in the order in which they are shown. */
export function* shownItems(list: ListState): Generator<unknown> {
  for (let position = 0; position < visibleLength(list); position++) {
    const index = rowIndexAt(list, position);
    if (index !== undefined) yield list.rows.at(index);
  }
}
