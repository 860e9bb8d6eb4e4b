import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { Listing, Rows } from '../../places/listing.js';
import { Pager, type PagerPage } from '../../places/pager.js';
import { startingAt } from '../../places/starting-at.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { FilterScan } from './filter-scan.js';
import { showUnasked } from './list-events.js';
import { listingOf } from './listing-of.js';
import type { ListState } from './lists-state.js';
import {
  afterPage,
  type Load,
  type Loading,
  listFailed,
  listLoading,
  listOpened,
  listStopped,
  loadFor,
  pageArrived,
  partArrived,
  withList,
} from './lists-update.js';
import { PagedRows } from './paged-rows.js';
import { keepRows, seekRow } from './row-keeper.js';

export const listTask = (key: string): string => `list ${key}`;

/** How loading a list came out. */
export type Loaded =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Loads pages of one list after another, until there is enough. Resolves when it is done, failed or stopped. */
export type ListLoader = (
  key: string,
  load: Load,
  /** Is told of the rows after each page. */
  onPage?: (rows: PagedRows<unknown>) => void,
) => Promise<Loaded>;

export function createListLoader(context: StoreContext, accounts: Accounts, scan: FilterScan): ListLoader {
  const { tasks, get, set } = context;

  function change(key: string, update: (list: ListState) => ListState): void {
    set(({ lists }) => ({ lists: withList(lists, key, update) }));
  }

  function readAgain(key: string, rows: PagedRows<unknown>): void {
    rows.reread();
    change(key, (now) => (now.rows === rows ? { ...now } : now));
  }

  async function open(list: ListState, load: Load, signal: AbortSignal): Promise<Loading> {
    // A list of accounts has a column more for who is signed in: it comes with the rows that fill it.
    const listing =
      (list.stale ? undefined : list.listing) ??
      startingAt(await listingOf(context, accounts, list, signal), list.start);
    const pager = new Pager(listing, { order: list.order });
    if (isAfresh(list, load)) return { listing, pager, rows: new PagedRows() };
    return { listing, pager: list.pager ?? pager, rows: list.rows };
  }

  async function loadPages(
    list: ListState,
    load: Load,
    signal: AbortSignal,
    onPage: (rows: PagedRows<unknown>) => void,
  ): Promise<void> {
    const { key, news } = list;
    const afresh = isAfresh(list, load);
    const newsBefore = news?.came ?? 0;
    const loading = await open(list, load, signal);
    const { pager, rows, listing } = loading;
    change(key, (now) => listOpened(now, loading));
    let areOthers = afresh;
    let cameInParts = false;
    function onPart(part: Rows<unknown>): void {
      if (signal.aborted) return;
      const soFar = new PagedRows();
      soFar.append(part, undefined);
      cameInParts = true;
      areOthers = true;
      change(key, (list) => partArrived(list, loading, { part, rows: soFar }));
      const now = get().lists.get(key);
      if (now) set((state) => keepRows(state, now));
      scan.continue(key, true);
    }
    for (let pages = 1; ; pages++) {
      // Of further pages nothing is in sight yet.
      const page = await pager.next({ signal, onPart: rows.length === 0 ? onPart : undefined });
      if (news && afresh && rows.length === 0) news.restart(newsBefore);
      const start = rows.length;
      append(list, listing, rows, page, pager.ended);
      page.rows.later?.then(
        () => readAgain(key, rows),
        () => {},
      );
      // It may have been let go in favour of others that were entered since.
      if (!get().lists.has(key)) throw new DOMException('The list was let go.', 'AbortError');
      onPage(rows);
      const next = afterPage(load, loading, pages);
      if (next === 'gather') continue;
      change(key, (now) => pageArrived(now, loading, next === 'go-on'));
      const now = get().lists.get(key);
      if (now && (afresh || cameInParts)) set((state) => keepRows(state, now));
      if (now) set((state) => seekRow(state, now, areOthers ? 0 : start));
      scan.continue(key, areOthers);
      areOthers = false;
      if (next === 'done') return;
    }
  }

  async function run(
    key: string,
    load: Load,
    signal: AbortSignal,
    onPage: (rows: PagedRows<unknown>) => void,
  ): Promise<Loaded> {
    change(key, listLoading);
    const list = get().lists.get(key);
    if (!list) return { kind: 'stopped' };
    try {
      await loadPages(list, loadFor(list, load), signal, onPage);
      return { kind: 'done' };
    } catch (error) {
      const isStopped = isAbortError(error) || signal.aborted;
      const isReplaced = signal.aborted && tasks.isRunning(listTask(key));
      if (!isReplaced) change(key, (now) => (isStopped ? listStopped(now) : listFailed(now, error)));
      // A filter that is still looking through rows which went with the failure begins anew.
      if (!isReplaced && !isStopped && list.stale) scan.continue(key, true);
      return isStopped ? { kind: 'stopped' } : { kind: 'failed', error };
    }
  }

  return async (key, load, onPage = () => {}) => {
    let loaded: Loaded = { kind: 'stopped' };
    await tasks.start(listTask(key), async (signal) => {
      loaded = await run(key, load, signal, onPage);
    });
    return loaded;
  };
}

/** Whether others take the place of the rows: always of those that another viewer was told, and of a part of a page. */
const isAfresh = ({ stale, part }: ListState, { kind }: Load): boolean =>
  kind === 'afresh' || stale === true || part !== undefined;

/** Puts a page behind the rows, with what live events told of its records. */
function append(
  { news, reverse }: ListState,
  listing: Listing,
  rows: PagedRows<unknown>,
  page: PagerPage<unknown>,
  ended: boolean,
): void {
  if (!news) {
    rows.append(page.rows, page.cursor);
    return;
  }
  news.append(rows, page.rows, page.cursor, listing);
  showUnasked(news, { rows, reverse, ended });
}
