import { collectionsOf } from '../accounts/accounts-selectors.js';
import { positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { collectionLines, collectionRows } from './collection-lines.js';

/** The collection under the cursor of their pane. */
export function selectedCollection(state: State): string | undefined {
  const lines = collectionLines(collectionsOf(state));
  const line = lines[positionOf(currentVisit(state).cursors.collections, collectionRows(lines))];
  return line?.kind === 'collection' ? line.collection : undefined;
}
