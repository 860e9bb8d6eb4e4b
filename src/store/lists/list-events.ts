import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import { wantedBy } from '../../atproto/streams/filter.js';
import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import { type Address, collectionOf } from '../../places/address.js';
import type { Listing } from '../../places/listing.js';
import { accountAt } from '../accounts/accounts-selectors.js';
import type { AccountsState } from '../accounts/accounts-state.js';
import type { StoreContext } from '../context.js';
import type { ListNews } from '../tail/list-news.js';
import type { FilterScan } from './filter-scan.js';
import type { ListState, ListsState } from './lists-state.js';
import { withList } from './lists-update.js';

/** What live events do to the lists. */
export interface ListEvents {
  /** The lists after live events, the same where none concerns their records. */
  told(commits: readonly CommitEvent[]): ListsState['lists'];
  /** Takes note that live events are missing, of those that pass a filter. */
  miss(filter: StreamFilter): void;
  /** Puts the records that live events told of above the rows. The cursor stays on its row. */
  showNew(key: string): void;
}

export function createListEvents({ get, set }: StoreContext, scan: FilterScan): ListEvents {
  return {
    told(commits) {
      const { lists, accounts } = get();
      const listening = listsByRecords(lists, accounts);
      const changed = new Set<ListState>();
      for (const commit of commits) {
        for (const { list, listing, news } of listening.get(recordsKey(commit.did, commit.collection)) ??
          []) {
          news.take({ ...list, listing }, commit);
          changed.add(list);
        }
      }
      if (changed.size === 0) return lists;
      const next = new Map(lists);
      for (const list of changed) {
        const { key, news, rows, filter } = list;
        const before = rows.length;
        if (news) showUnasked(news, list);
        next.set(key, { ...list });
        // Once the lists are set.
        if (filter && rows.length > before) queueMicrotask(() => scan.continue(key, false));
      }
      return next;
    },
    miss(filter) {
      const wanted = wantedBy(filter);
      const { lists, accounts } = get();
      for (const { key, address, news } of lists.values()) {
        const did = didOf(accounts, address);
        const collection = collectionOf(address);
        if (collection === undefined || !news || did === undefined) continue;
        if (!wanted.did(did) || !wanted.collection(collection)) continue;
        news.miss();
        set((state) => ({ lists: withList(state.lists, key, (list) => ({ ...list })) }));
      }
    },
    showNew(key) {
      const list = get().lists.get(key);
      if (!list?.news || list.reverse) return;
      const count = list.news.showAbove(list.rows);
      if (count === 0) return;
      scan.takeAbove(key, count);
      set(({ lists }) => ({ lists: withList(lists, key, (now) => ({ ...now })) }));
    },
  };
}

interface Listening {
  readonly list: ListState;
  readonly listing: Listing;
  readonly news: ListNews;
}

const recordsKey = (did: string, collection: string): string => `${did} ${collection}`;

const didOf = (accounts: AccountsState['accounts'], address: Address): string | undefined =>
  accountAt({ accounts }, address)?.identity.value?.did;

/** The lists of records that are loaded, by account and collection. */
function listsByRecords(
  lists: ListsState['lists'],
  accounts: AccountsState['accounts'],
): ReadonlyMap<string, readonly Listening[]> {
  const found = new Map<string, Listening[]>();
  for (const list of lists.values()) {
    const { address, listing, news } = list;
    const did = didOf(accounts, address);
    const collection = collectionOf(address);
    if (collection === undefined || !listing || !news || did === undefined) continue;
    const key = recordsKey(did, collection);
    found.set(key, [...(found.get(key) ?? []), { list, listing, news }]);
  }
  return found;
}

/** Shows what waits where that moves no row: below the last one, or in a list that has none. */
export function showUnasked(
  news: ListNews,
  { rows, reverse, ended }: Pick<ListState, 'rows' | 'reverse' | 'ended'>,
): void {
  if (!ended) return;
  if (reverse) news.showBelow(rows);
  else if (rows.length === 0) news.showAbove(rows);
}
