import type { Address } from '../../places/address.js';
import { type Listing, OLDEST_FIRST, type Rows } from '../../places/listing.js';
import type { Pager } from '../../places/pager.js';
import type { DateSpan } from '../../text/date-span.js';
import { say } from '../../text/sentence.js';
import { ListNews } from '../tail/list-news.js';
import { withEntry } from '../with-entry.js';
import { listKey } from './lists-selectors.js';
import type { ListState, ListsState } from './lists-state.js';
import { Matches } from './matches.js';
import { PagedRows } from './paged-rows.js';

/** As many as one may come back to without asking again. */
const LISTS_MAX = 64;
/** Rows that a list which was let go is loaded with again, for the row that one left it on; one further down is not waited for. */
const RESTORED_ROWS_MAX = 5000;
/** Rows that a list starts with where there are as many: a first page of three may be all, and says so only then. */
const FIRST_ROWS = 50;
const FIRST_PAGES_MAX = 3;

type Lists = ListsState['lists'];

/** What a list needs to be loaded: further pages behind its rows, or all anew, with as many rows as it had. */
export type Load =
  | { readonly kind: 'more' }
  | { readonly kind: 'afresh'; readonly leastRows: number }
  | { readonly kind: 'all' };

/** A list of which nothing is loaded yet. */
export const newList = (address: Address, order: string | undefined, start?: DateSpan): ListState => ({
  key: listKey(address, order, start),
  address,
  order,
  start,
  reverse: order === OLDEST_FIRST.id,
  listing: undefined,
  pager: undefined,
  rows: new PagedRows(),
  status: 'idle',
  error: undefined,
  ended: false,
  note: undefined,
  filter: undefined,
  stale: false,
  // What is new stands above rows that such a list does not have.
  news: start === undefined || order === OLDEST_FIRST.id ? new ListNews() : undefined,
});

/** The lists with one of them changed; the same where it is not there. */
export function withList(lists: Lists, key: string, change: (list: ListState) => ListState): Lists {
  const list = lists.get(key);
  return list ? new Map(lists).set(key, change(list)) : lists;
}

/** The lists with that one there, as the last to be let go. Beyond a bound, those entered longest ago are let go. */
export function withListEntered(
  lists: Lists,
  address: Address,
  order: string | undefined,
  start?: DateSpan,
): Lists {
  const key = listKey(address, order, start);
  const list = lists.get(key) ?? newList(address, order, start);
  const others = new Map(lists);
  others.delete(key);
  return withEntry(others, key, list, LISTS_MAX);
}

/**
 * What has to be loaded of a list on coming to its place, with the cursor on the row `index`; undefined where what is there will do.
 * One that was let go meanwhile comes with as many rows as bring that row back, and one whose loading still ends begins anew.
 */
export function loadOnEntry(
  { stale, status, rows }: ListState,
  index: number,
  isEnding = false,
): Load | undefined {
  if (stale) return { kind: 'afresh', leastRows: rows.length };
  const hasNothing = status === 'idle' || (status === 'failed' && rows.length === 0);
  if (!hasNothing) return undefined;
  const isFurtherDown = index >= FIRST_ROWS && index < RESTORED_ROWS_MAX;
  if (isFurtherDown) return { kind: 'afresh', leastRows: index + FIRST_ROWS };
  return isEnding ? { kind: 'afresh', leastRows: 0 } : { kind: 'more' };
}

/** What to load when asked to load again: all of it, or after a failure the page that failed. */
export const loadOnReload = ({ stale, status, rows }: ListState): Load =>
  !stale && status === 'failed' && rows.length > 0 ? { kind: 'more' } : { kind: 'afresh', leastRows: 0 };

/** What is loaded of a list when that is asked for: nothing is put behind rows that another viewer was told. */
export const loadFor = ({ stale, rows }: ListState, load: Load): Load =>
  stale && load.kind === 'more' ? { kind: 'afresh', leastRows: rows.length } : load;

/** Whether there is a next page to be asked for now. */
export const canLoadMore = ({ ended, status }: ListState): boolean => !ended && status !== 'loading';

/** Whether further pages are to come for the filter of a list: while it is set, until nobody wants them or none is left. */
export const wantsFilling = ({ filter, ended, status }: ListState): boolean =>
  filter !== undefined && !filter.isHalted && !ended && status === 'ready';

/** Whether they come now. */
export const isFilling = ({ filter, status }: ListState): boolean =>
  filter !== undefined && !filter.isHalted && status === 'loading';

/** The list with no more pages for its filter. */
export const fillingHalted = (list: ListState): ListState =>
  list.filter ? { ...list, filter: { ...list.filter, isHalted: true } } : list;

export const listLoading = (list: ListState): ListState => ({
  ...list,
  status: 'loading',
  error: undefined,
  part: list.part && 'coming',
});

/** What a list is being loaded with. */
export interface Loading {
  readonly listing: Listing;
  readonly pager: Pager;
  /** Those of the list, which grow in place; of one loaded afresh, others. */
  readonly rows: PagedRows<unknown>;
}

/** The list with its listing known: its columns can be shown. One that is stale keeps the old ones, with their rows. */
export const listOpened = (list: ListState, { listing, pager, rows }: Loading): ListState =>
  list.rows === rows ? { ...list, listing, pager } : list.stale ? list : { ...list, listing };

/** The list with what was loaded up to now; `goesOn` where further pages follow at once. */
export const pageArrived = (
  list: ListState,
  { listing, pager, rows }: Loading,
  goesOn: boolean,
): ListState => ({
  ...list,
  listing,
  pager,
  rows,
  status: goesOn ? 'loading' : 'ready',
  ended: pager.ended,
  note: pager.note,
  summary: pager.summary,
  stale: false,
  part: undefined,
});

/** The list with what its first page has so far. Its rows are others each time. */
export const partArrived = (
  list: ListState,
  { listing, pager }: Loading,
  { part, rows }: { readonly part: Rows<unknown>; readonly rows: PagedRows<unknown> },
): ListState => ({
  ...list,
  listing,
  pager,
  rows,
  ended: false,
  note: part.note,
  summary: part.summary,
  stale: false,
  part: 'coming',
});

/** Whether a page is coming bit by bit, and can be stopped. */
export const isComing = ({ part, status }: ListState): boolean => part === 'coming' && status === 'loading';

/** The list with nothing more to come of the page that is coming bit by bit. */
export const partHalted = (list: ListState): ListState =>
  isComing(list) ? { ...list, part: 'halted' } : list;

/** The list with why it could not be loaded. Rows that were told to another viewer than the one now go: they tell that one's relations. */
export const listFailed = (list: ListState, error: unknown): ListState => ({
  ...(list.stale ? withoutRows(list) : list),
  status: 'failed',
  error,
});

/** What a filter found of the rows goes with them. */
const withoutRows = (list: ListState): ListState => ({
  ...list,
  rows: new PagedRows<unknown>(),
  pager: undefined,
  ended: false,
  note: undefined,
  summary: undefined,
  filter: list.filter && { ...list.filter, matches: new Matches(), scanned: 0, unknown: undefined },
});

/** The list as it stands once its loading was stopped. */
export function listStopped(list: ListState): ListState {
  if (list.part === 'halted') {
    return { ...list, status: 'ready', ended: true, note: say`stopped: {key:pane.reload} goes on looking` };
  }
  // Who comes back has it looked for again.
  if (list.part !== undefined) return { ...list, status: 'idle' };
  return {
    ...list,
    status: list.rows.length > 0 ? 'ready' : 'idle',
    ...(list.pager && { ended: list.pager.ended, note: list.pager.note }),
  };
}

/**
 * What follows a page: `gather` the next one before anything is shown, `go-on` with the next one while this one is shown, or
 * be `done`. `pages` counts those that were loaded in one go, this one included.
 */
export function afterPage(
  load: Load,
  { pager, rows }: Pick<Loading, 'pager' | 'rows'>,
  pages: number,
): 'gather' | 'go-on' | 'done' {
  if (pager.ended) return 'done';
  if (load.kind === 'all') return 'go-on';
  if (pager.status.kind === 'empty') return 'done';
  if (load.kind === 'afresh' && rows.length < load.leastRows) return 'gather';
  return rows.length < FIRST_ROWS && pages < FIRST_PAGES_MAX ? 'go-on' : 'done';
}

/**
 * The lists once somebody else looks at them: what an AppView or a PDS answers to each in their own way is stale, and what one's
 * own eyes saw is not left for the next.
 */
export function listsForOthers(lists: Lists): Lists {
  const next = new Map<string, ListState>();
  for (const [key, list] of lists) {
    if (list.listing?.isPrivate) continue;
    next.set(key, list.listing?.dependsOnViewer ? { ...list, stale: true } : list);
  }
  return next;
}
