import type { ListRow } from '../../places/listing.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { listRows } from './list-rows.js';
import { currentList, rowIndexAt } from './lists-selectors.js';
import type { ListState } from './lists-state.js';
import { cachedRow } from './row-cache.js';

/**
 * A loaded row as it is shown. Commands and the status line ask for the one under the cursor at every change of the state, so it is
 * the row that the list has read to draw it, and no record is parsed for them.
 */
export const rowAt = (state: State, list: ListState, index: number): ListRow | undefined =>
  cachedRow(list, index, state.names, state.namesVersion)?.row;

/** Index of the loaded row of a list that the cursor of the current place is on; undefined where no row is shown. */
export function selectedIndex(state: State, list: ListState): number | undefined {
  return rowIndexAt(list, positionOf(currentVisit(state).cursors.list, listRows(list)));
}

/** The row under the list's cursor, where any is shown. */
export function selectedRow(state: State): ListRow | undefined {
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  return list && index !== undefined ? rowAt(state, list, index) : undefined;
}
