import { collectionLens } from '../../places/collection-lens.js';
import type { StoreContext } from '../context.js';
import { withEntry } from '../with-entry.js';

const LENSES_MAX = 100;

export interface LensesActions {
  /** Looks up how the record in sight reads by its lexicon, where its collection has no lens of its own. Nobody is asked. */
  wantLens(collection: string): void;
}

/** How records read whose lexicons are known. */
export function createLenses({
  client,
  get,
  set,
}: Pick<StoreContext, 'client' | 'get' | 'set'>): LensesActions {
  return {
    wantLens(collection) {
      void collectionLens(collection, client.lexicons).then((lens) => {
        const { lexiconLenses } = get();
        if (lens.collections.length === 0 || lexiconLenses.get(collection) === lens) return;
        set({ lexiconLenses: withEntry(lexiconLenses, collection, lens, LENSES_MAX) });
      });
    },
  };
}
