import { addressKey } from '../../places/address.js';
import type { StoreContext } from '../context.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { withVisit } from '../visits/visits-update.js';
import { currentList } from './lists-selectors.js';
import type { ListState } from './lists-state.js';
import { marksOf } from './marked-rows.js';
import type { Marks } from './marks-state.js';
import { selectedIndex } from './selected-row.js';
import { shownItems } from './shown-items.js';

export interface MarkActions {
  /** Marks the row under the list's cursor, or takes its mark away. */
  toggleMark(): void;
  /** Marks all rows that are loaded and pass the filter. */
  markShown(): void;
  /** Takes all marks of the list away. */
  letGoOfMarks(): void;
}

/** The marks of the list that is shown; undefined where no row is marked. */
export function currentMarks(state: State): Marks | undefined {
  const list = currentList(state);
  return list && marksOf(list, currentVisit(state).marks);
}

/**
 * Marking rows. The set of keys changes in place, so that one mark costs the same beside a hundred thousand others, and a new `Marks`
 * says that it did. A visit opened from the list has the same marks.
 */
export function createMarks({ set, get }: StoreContext): MarkActions {
  function change(list: ListState, update: (keys: Set<string>) => void): void {
    const keys = currentMarks(get())?.keys ?? new Set<string>();
    update(keys);
    set((state) => withVisit(state, { marks: { of: addressKey(list.address), keys } }));
  }

  return {
    toggleMark() {
      const list = currentList(get());
      const index = list && selectedIndex(get(), list);
      const item = index === undefined ? undefined : list?.rows.at(index);
      if (!list?.listing || item === undefined) return;
      const key = list.listing.key(item);
      change(list, (keys) => {
        if (!keys.delete(key)) keys.add(key);
      });
    },
    markShown() {
      const list = currentList(get());
      const listing = list?.listing;
      if (!listing) return;
      change(list, (keys) => {
        for (const item of shownItems(list)) keys.add(listing.key(item));
      });
    },
    letGoOfMarks() {
      const list = currentList(get());
      if (list) change(list, (keys) => keys.clear());
    },
  };
}
