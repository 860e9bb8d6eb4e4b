import type { StoreContext } from '../context.js';
import { type ListLoader, listTask } from './list-loader.js';
import { currentList } from './lists-selectors.js';
import { fillingHalted, wantsFilling, withList } from './lists-update.js';

export interface FilterLoadActions {
  /** Ends what loads for the filter of the list that is shown; what came stays, and so does the filter. */
  haltFilling(): void;
}

/** Loads page after page of the list that is shown while a filter is set: what one looks for may be further down. */
export interface FilterLoad extends FilterLoadActions {
  /** Goes on where a filter is set and nothing is being loaded. To be told whenever that may have become so. */
  fill(key: string): void;
  /** Ends it, since there is no filter any more. */
  end(key: string): void;
}

export function createFilterLoad({ get, set, tasks }: StoreContext, load: ListLoader): FilterLoad {
  let filling: { readonly key: string } | undefined;

  async function fill(key: string): Promise<void> {
    const list = currentList(get());
    if (list?.key !== key || !wantsFilling(list)) return;
    const own = { key };
    filling = own;
    await load(key, { kind: 'all' });
    if (filling === own) filling = undefined;
  }

  function end(key: string): void {
    // What else loads the list, a first page or a job, was not asked for by a filter.
    if (filling?.key === key) tasks.stop(listTask(key));
  }

  return {
    fill: (key) => void fill(key),
    end,
    haltFilling() {
      const list = currentList(get());
      if (!list) return;
      set(({ lists }) => ({ lists: withList(lists, list.key, fillingHalted) }));
      end(list.key);
    },
  };
}
