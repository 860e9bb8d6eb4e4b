import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { selectedIndex } from '../../../src/store/lists/selected-row.js';
import type { State } from '../../../src/store/state.js';

/** The key of the row under the list's cursor. */
export function selectedKey(state: State): string | undefined {
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  return index === undefined ? undefined : list?.listing?.key(list.rows.at(index));
}
