import type { StoreContext } from '../context.js';
import { patchPlace } from '../visits/patch-place.js';
import { currentPlace } from '../visits/visits-selectors.js';
import { currentList, selectedKey } from './lists-selectors.js';

/**
 * Notes on which row the cursor of a list is. Has it stay there when it is called once others came in place of the rows, as far
 * as that row is among them.
 */
export function rowKeeper(context: StoreContext, key: string): () => void {
  const before = currentList(context.get())?.key === key ? selectedKey(context.get()) : undefined;
  return () => {
    const state = context.get();
    const list = currentList(state);
    if (before === undefined || list?.key !== key) return;
    const { selected, top } = currentPlace(state).list;
    for (let index = 0; index < list.rows.length; index++) {
      if (list.listing?.key(list.rows.at(index)) !== before) continue;
      const moved = index - selected;
      if (moved !== 0) patchPlace(context, { list: { selected: index, top: Math.max(0, top + moved) } });
      return;
    }
  };
}
