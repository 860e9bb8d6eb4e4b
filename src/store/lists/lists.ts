import type { Address } from '../../places/address.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { Visit } from '../visits/visits-state.js';
import { createFilterLoad, type FilterLoadActions } from './filter-load.js';
import { createFilterScan } from './filter-scan.js';
import { createListEvents, type ListEvents } from './list-events.js';
import { createListLoader, type ListLoader, type Loaded, listTask } from './list-loader.js';
import { currentList, listKey, visibleLength } from './lists-selectors.js';
import {
  canLoadMore,
  isComing,
  listStopped,
  listsForOthers,
  loadOnEntry,
  loadOnReload,
  partHalted,
  withList,
  withListEntered,
} from './lists-update.js';
import { createLoadAll, type LoadAllActions } from './load-all.js';
import type { PagedRows } from './paged-rows.js';
import { seekRow } from './row-keeper.js';

/** Rows below the cursor that are loaded before they are scrolled to, beside two screens of them. */
const AHEAD_ROWS = 50;

export interface PartActions {
  /** Ends what looks for the rest of the page that the list which is shown has a part of; what came stays. */
  haltPart(): void;
}

/** Loads listings page by page. */
export interface Lists extends ListEvents, LoadAllActions, FilterLoadActions, PartActions {
  /** Sees to it that the listing of a visit's list pane has rows, that of its cursor among them, or is loading them. */
  ensure(address: Address, visit: Pick<Visit, 'order' | 'start' | 'cursors'>): void;
  /** Asks for the next page. Resolves when it is there, or when there is none to ask for. */
  loadMore(key: string): Promise<void>;
  /** Loads all pages of a list that are not here yet; `onPage` is told of the rows after each. Resolves as a `ListLoader`. */
  loadWhole(key: string, onPage: (rows: PagedRows<unknown>) => void): Promise<Loaded>;
  /** Asks for the next page once the cursor is near the end of what is loaded. */
  loadAhead(key: string, position: number, height: number): void;
  /** Loads from the start again, keeping what was shown until the first page is there; after a failure, only the page that failed. */
  reload(key: string): void;
  /** Somebody else looks at them now: what an AppView or a PDS answers to each in their own way is stale. */
  viewChanged(): void;
  filter(key: string, text: string): void;
  /** Lexicons became known: of the list that is shown, what could not be validated for its filter is validated now. */
  validateAnew(): void;
  /** Folds or unfolds the row of a list at an index, where it has others below it. */
  fold(key: string, index: number): void;
  /** Folds or unfolds all rows of a list that have others below them. */
  foldAll(key: string, isUnfolding: boolean): void;
}

export function createLists(context: StoreContext, accounts: Accounts): Lists {
  const { get, set, tasks } = context;
  const scan = createFilterScan(context);
  const events = createListEvents(context, scan);
  const loader = createListLoader(context, accounts, scan);
  const { fill, end, haltFilling } = createFilterLoad(context, loader);

  const load: ListLoader = async (...wanted) => {
    const loaded = await loader(...wanted);
    if (loaded.kind === 'done') fill(wanted[0]);
    return loaded;
  };

  async function loadMore(key: string): Promise<void> {
    const list = get().lists.get(key);
    if (list && canLoadMore(list)) await load(key, { kind: 'more' });
  }

  return {
    ...events,
    ...createLoadAll(context, load),
    haltFilling,
    ensure(address, { order, start, cursors }) {
      set(({ lists }) => ({ lists: withListEntered(lists, address, order, start) }));
      const key = listKey(address, order, start);
      const isLeft = get().lists.get(key)?.status === 'loading' && !tasks.isRunning(listTask(key));
      // What was stopped when one left may not have noticed that yet.
      if (isLeft) set(({ lists }) => ({ lists: withList(lists, key, listStopped) }));
      const list = get().lists.get(key);
      if (list) set((state) => seekRow(state, list));
      const wanted = list && loadOnEntry(list, cursors.list.index, isLeft);
      if (wanted) void load(list.key, wanted);
      else if (list) fill(list.key);
    },
    loadMore,
    async loadWhole(key, onPage) {
      return get().lists.get(key)?.ended ? { kind: 'done' } : await load(key, { kind: 'all' }, onPage);
    },
    loadAhead(key, position, height) {
      const list = get().lists.get(key);
      if (list?.status !== 'ready') return;
      if (visibleLength(list) - position < Math.max(height * 2, AHEAD_ROWS)) void loadMore(key);
    },
    reload(key) {
      const list = get().lists.get(key);
      if (list) void load(key, loadOnReload(list));
    },
    fold(key, index) {
      const list = get().lists.get(key);
      const item = list?.rows.at(index);
      if (!list?.listing?.folds?.has(item)) return;
      list.listing.folds.toggle(item);
      // As many rows as bring the cursor's back.
      void load(key, { kind: 'afresh', leastRows: index + 1 });
    },
    foldAll(key, isUnfolding) {
      const folds = get().lists.get(key)?.listing?.folds;
      if (!folds) return;
      if (isUnfolding) folds.unfoldAll();
      else folds.foldAll();
      void load(key, { kind: 'afresh', leastRows: 0 });
    },
    viewChanged() {
      set(({ lists }) => ({ lists: listsForOthers(lists) }));
      // What is under way would mix the answers of two viewers. The list that is shown is loaded anew at once.
      for (const { key, stale } of get().lists.values()) if (stale) tasks.stop(listTask(key));
    },
    filter(key, text) {
      // A filter looks through all that there is.
      events.showNew(key);
      scan.begin(key, text);
      if (get().lists.get(key)?.filter) fill(key);
      else end(key);
    },
    validateAnew() {
      const list = currentList(get());
      if (list?.filter?.unknown) scan.continue(list.key, true);
    },
    haltPart() {
      const list = currentList(get());
      if (!list || !isComing(list)) return;
      set(({ lists }) => ({ lists: withList(lists, list.key, partHalted) }));
      tasks.stop(listTask(list.key));
    },
  };
}
