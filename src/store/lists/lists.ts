import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import { wantedBy } from '../../atproto/streams/filter.js';
import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { Address } from '../../places/address.js';
import { historyListing } from '../../places/history.js';
import type { Rows } from '../../places/listing.js';
import { listingFor } from '../../places/listing-for.js';
import { say } from '../../text/sentence.js';
import type { Accounts } from '../accounts/accounts.js';
import { accountKey } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import type { State } from '../state.js';
import { ListNews } from '../tail/list-news.js';
import { patchPlace } from '../visits/patch-place.js';
import { currentPlace } from '../visits/visits-selectors.js';
import { withEntry } from '../with-entry.js';
import { createFilterScan, type FilterScan } from './filter-scan.js';
import { currentList, listAddress, listKey, selectedKey, visibleLength } from './lists-selectors.js';
import type { ListState } from './lists-state.js';
import { PagedRows } from './paged-rows.js';

const kept = 16;
/** Pages without a row that are followed before it is the user's turn to go on. */
const emptyPagesFollowed = 5;
/** Rows that a list starts with where there are as many: a first page of three may be all, and says so only then. */
const firstRows = 50;
const firstPages = 3;

export const listTask = (key: string): string => `list ${key}`;

/** Loads listings page by page. */
export interface Lists {
  /** Sees to it that the listing has rows, or is loading them. */
  ensure(address: Address, reverse: boolean): void;
  /** Asks for the next page. Resolves when it is there, or when there is none to ask for. */
  loadMore(key: string): Promise<void>;
  /** Asks for the next page once the cursor is near the end of what is loaded. */
  loadAhead(key: string, position: number, height: number): void;
  /** Loads from the start again, keeping what was shown until the first page is there; after a failure, only the page that failed. */
  reload(key: string): void;
  /** Somebody else looks at them now: what an AppView or a PDS answers to each in their own way is stale. */
  viewChanged(): void;
  filter(key: string, text: string): void;
  /** The lists after live events, the same where none concerns their records. */
  told(commits: readonly CommitEvent[]): State['lists'];
  /** Takes note that live events are missing, of those that pass a filter. */
  miss(filter: StreamFilter): void;
  /** Puts the records that live events told of above the rows. The cursor stays on its row. */
  showNew(key: string): void;
}

export function createLists(context: StoreContext, accounts: Accounts): Lists {
  const { tasks, get, set } = context;
  /** The cursors that each listing was asked for with: one that comes again would go round for ever. */
  const seenCursors = new WeakMap<PagedRows<unknown>, Set<string>>();
  const scan: FilterScan = createFilterScan(context);

  const patch = (key: string, change: Partial<ListState>): void => {
    set((state) => {
      const list = state.lists.get(key);
      return list ? { lists: withEntry(state.lists, key, { ...list, ...change }, kept) } : {};
    });
  };

  const isNews = (rows: PagedRows<unknown>, cursor: string): boolean => {
    let seen = seenCursors.get(rows);
    if (!seen) {
      seen = new Set();
      seenCursors.set(rows, seen);
    }
    if (seen.has(cursor)) return false;
    seen.add(cursor);
    return true;
  };

  /** What follows from the cursor of an answer. */
  const afterPage = (rows: PagedRows<unknown>, cursor: string | undefined): Partial<ListState> => {
    if (cursor === undefined) return { cursor, ended: true, note: undefined };
    if (isNews(rows, cursor)) return { cursor, ended: false, note: undefined };
    return { cursor: undefined, ended: true, note: 'stopped: the service gave the same cursor twice' };
  };

  /** Has rows that came in place of others leave the cursor on the row of that key. */
  const stayOn = (key: string, row: string | undefined): void => {
    const state = get();
    const list = currentList(state);
    if (row === undefined || list?.key !== key) return;
    const { selected, top } = currentPlace(state).list;
    for (let index = 0; index < list.rows.length; index++) {
      if (list.listing?.key(list.rows.at(index)) !== row) continue;
      const moved = index - selected;
      if (moved !== 0) patchPlace(context, { list: { selected: index, top: Math.max(0, top + moved) } });
      return;
    }
  };

  /**
   * Loads one page behind what the list has; with `afresh`, the first page in place of all, or as many as it takes for
   * `least` rows.
   */
  const loadPage = async (key: string, afresh: boolean, signal: AbortSignal, least = 0): Promise<void> => {
    patch(key, { status: 'loading', error: undefined });
    const list = get().lists.get(key);
    if (!list) return;
    const { news } = list;
    const asked = news?.came;
    try {
      // A list of accounts has a column more for who is signed in: it comes with the rows that fill it.
      const listing = (list.stale ? undefined : list.listing) ?? (await listingOf(list, signal));
      if (!listing) throw new Error('Nothing can be listed at this address.');
      if (!list.stale) patch(key, { listing });
      const rows = afresh ? new PagedRows<unknown>() : list.rows;
      let cursor = afresh ? undefined : list.cursor;
      for (let empty = 0, pages = 1; ; pages++) {
        const page: { rows: Rows<unknown>; cursor: string | undefined } = await listing.load(cursor, {
          signal,
          reverse: list.reverse,
        });
        signal.throwIfAborted();
        const after = afterPage(rows, page.cursor);
        if (page.rows.length === 0 && !after.ended && ++empty < emptyPagesFollowed) {
          cursor = page.cursor;
          continue;
        }
        if (news) {
          if (afresh && rows.length === 0) news.restart(asked!);
          news.append(rows, page.rows, cursor, listing);
          showUnasked(news, { rows, reverse: list.reverse, ended: after.ended === true });
        } else rows.append(page.rows, cursor);
        const note =
          page.rows.length === 0 && !after.ended
            ? say`${empty} empty pages in a row: {key:list.next-page} asks for more`
            : after.note;
        if (rows.length < least && !after.ended && note === undefined) {
          cursor = page.cursor;
          continue;
        }
        const goesOn = !after.ended && note === undefined && rows.length < firstRows && pages < firstPages;
        const before = least > 0 && currentList(get())?.key === key ? selectedKey(get()) : undefined;
        patch(key, { listing, rows, status: goesOn ? 'loading' : 'ready', ...after, note, stale: false });
        stayOn(key, before);
        if (!goesOn) break;
        cursor = page.cursor;
      }
      if (get().lists.get(key)?.filter) scan.continue(key, afresh);
    } catch (error) {
      if (isAbortError(error) || signal.aborted)
        patch(key, { status: list.rows.length > 0 ? 'ready' : 'idle' });
      else patch(key, { status: 'failed', error });
    }
  };

  const listingOf = async (list: ListState, signal: AbortSignal) => {
    const identity = await accounts.identity(list.address.repo, signal);
    const { client, history } = context;
    return list.address.kind === 'history'
      ? historyListing({ address: list.address, history, did: identity.did })
      : listingFor(list.address, { client, identity });
  };

  const start = (key: string, afresh: boolean, least?: number): Promise<void> =>
    tasks.start(listTask(key), (signal) => loadPage(key, afresh, signal, least));

  const loadMore = async (key: string): Promise<void> => {
    const list = get().lists.get(key);
    if (!list || list.ended || list.status === 'loading') return;
    await start(key, false);
  };

  const didOf = ({ repo }: Address): string | undefined =>
    get().accounts.get(accountKey(repo))?.identity.value?.did;

  const showNew = (key: string): void => {
    const list = get().lists.get(key);
    if (!list?.news || list.reverse) return;
    const { rows } = list;
    const hadRows = rows.length > 0;
    const count = list.news.showAbove(rows);
    if (count === 0) return;
    const shown = scan.takeAbove(key, count);
    set(({ lists, places }) => ({
      lists: new Map(lists).set(key, { ...lists.get(key)! }),
      places: places.map((place) => {
        const address = listAddress(place.address);
        if (!hadRows || !address || listKey(address, place.reverse) !== key) return place;
        const { selected, top } = place.list;
        return { ...place, list: { selected: selected + count, top: top + shown } };
      }),
    }));
  };

  return {
    ensure(address, reverse) {
      const key = listKey(address, reverse);
      const list = get().lists.get(key);
      if (!list) {
        const fresh: ListState = {
          key,
          address,
          reverse,
          listing: undefined,
          rows: new PagedRows(),
          status: 'idle',
          error: undefined,
          cursor: undefined,
          ended: false,
          note: undefined,
          filter: undefined,
          news: new ListNews(),
        };
        set((state) => ({ lists: withEntry(state.lists, key, fresh, kept) }));
      } else {
        // The one entered last is the last to be let go.
        set((state) => {
          const lists = new Map(state.lists);
          lists.delete(key);
          return { lists: lists.set(key, list) };
        });
      }
      if (list?.stale) void start(key, true, list.rows.length);
      else if (!list || list.status === 'idle' || (list.status === 'failed' && list.rows.length === 0)) {
        void start(key, false);
      }
    },
    loadMore,
    loadAhead(key, position, height) {
      const list = get().lists.get(key);
      if (!list || list.status !== 'ready' || list.ended) return;
      if (visibleLength(list) - position < Math.max(height * 2, 50)) void loadMore(key);
    },
    reload(key) {
      const list = get().lists.get(key);
      if (list) void start(key, list.stale === true || !(list.status === 'failed' && list.rows.length > 0));
    },
    viewChanged() {
      set((state) => ({
        lists: new Map(
          [...state.lists]
            // What one's own eyes saw is not left for the next.
            .filter(([, { address }]) => address.kind !== 'preferences')
            .map(([key, list]) => [
              key,
              list.address.kind === 'collection' ? list : { ...list, stale: true },
            ]),
        ),
      }));
    },
    filter(key, text) {
      // A filter looks through all that there is.
      showNew(key);
      scan.begin(key, text);
    },
    told(commits) {
      const { lists } = get();
      const ofAccount = new Map<string, ListState[]>();
      for (const list of lists.values()) {
        const did = didOf(list.address);
        if (list.address.kind !== 'collection' || !list.listing || !list.news || did === undefined) continue;
        ofAccount.set(did, [...(ofAccount.get(did) ?? []), list]);
      }
      const changed = new Set<ListState>();
      for (const commit of commits) {
        for (const list of ofAccount.get(commit.did) ?? []) {
          const { address, listing, news } = list;
          if (address.kind !== 'collection' || address.collection !== commit.collection) continue;
          news!.take({ ...list, listing: listing! }, commit);
          changed.add(list);
        }
      }
      if (changed.size === 0) return lists;
      const next = new Map(lists);
      for (const list of changed) {
        const { key, news, rows, filter } = list;
        const before = rows.length;
        showUnasked(news!, list);
        next.set(key, { ...list });
        // Once the lists are set.
        if (filter && rows.length > before) queueMicrotask(() => scan.continue(key, false));
      }
      return next;
    },
    miss(filter) {
      const wanted = wantedBy(filter);
      for (const { key, address, news } of get().lists.values()) {
        const did = didOf(address);
        if (address.kind !== 'collection' || !news || did === undefined) continue;
        if (!wanted.did(did) || !wanted.collection(address.collection)) continue;
        news.miss();
        patch(key, {});
      }
    },
    showNew,
  };
}

/** Shows what waits where that moves no row: below the last one, or in a list that has none. */
function showUnasked(
  news: ListNews,
  { rows, reverse, ended }: Pick<ListState, 'rows' | 'reverse' | 'ended'>,
) {
  if (!ended) return;
  if (reverse) news.showBelow(rows);
  else if (rows.length === 0) news.showAbove(rows);
}
