import { tidTime } from '../../atproto/tid.js';
import { collectionOf } from '../../places/address.js';
import { OLDEST_FIRST } from '../../places/listing.js';
import { rowKey, startKey } from '../../places/starting-at.js';
import type { DateSpan } from '../../text/date-span.js';
import { say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { MoveActions, ViewportOf } from '../cursor/move-actions.js';
import { notify } from '../notice/notify.js';
import type { Navigation } from '../visits/navigation.js';
import { patchVisit } from '../visits/patch-visit.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { currentList } from './lists-selectors.js';
import type { ListState } from './lists-state.js';

/** Rows that are looked at for whether a list has times in its keys: a page. */
const TRIED_ROWS = 100;

export interface DateJumpActions {
  /** To the rows of a date in the list that is shown, which are asked for where they are not loaded; without one, to its beginning. */
  goToDate(date: DateSpan | undefined, viewportOf: ViewportOf): void;
}

/** Where the rows of a date are: loaded, at an index; not loaded, and to be asked for; or nowhere that can be told. */
export type DateTarget = { readonly index: number } | 'ask' | 'no-times';

/** The time of a row by its key. */
const rowTime = ({ listing, rows }: ListState, index: number): number | undefined =>
  listing && tidTime(rowKey(listing, rows.at(index)));

/** Where the rows of a date are in a list. Costs as much as a binary search where they stand in the order of their keys. */
export function dateTarget(list: ListState, date: DateSpan): DateTarget {
  const { rows, listing } = list;
  // Nothing lies from the date on that it was asked for, or its rows are not here yet.
  const isOnItsWay = list.status === 'loading' && collectionOf(list.address) !== undefined;
  if (rows.length === 0 && (list.start !== undefined || isOnItsWay)) return 'ask';
  if (listing?.day) return dayTarget(list, date);
  const tried = Math.min(rows.length, TRIED_ROWS);
  const hasTimes = Array.from({ length: tried }, (_, index) => index).some(
    (index) => rowTime(list, index) !== undefined || rowTime(list, rows.length - 1 - index) !== undefined,
  );
  if (!hasTimes || !listing) return 'no-times';
  return listing.beginsAtKeys ? inOrderOfKeys(list, date) : { index: nearest(list, date) };
}

/** Days stand there with the last one first: the last of those that the date names, or the one before it. */
function dayTarget({ rows, listing }: ListState, { text }: DateSpan): DateTarget {
  if (rows.length === 0) return 'no-times';
  for (let index = 0; index < rows.length; index++) {
    const day = listing?.day?.(rows.at(index)).day ?? '';
    if (day.slice(0, text.length) <= text) return { index };
  }
  return { index: rows.length - 1 };
}

function inOrderOfKeys(list: ListState, date: DateSpan): DateTarget {
  const { rows, listing, order, start, ended } = list;
  const key = startKey(date, order);
  const isOldestFirst = order === OLDEST_FIRST.id;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = listing ? rowKey(listing, rows.at(middle)) : '';
    if (isOldestFirst ? here > key : here < key) high = middle;
    else low = middle + 1;
  }
  const isAboveAll = low === 0 && start !== undefined;
  const isBelowAll = low === rows.length && !ended;
  if (isAboveAll || isBelowAll) return 'ask';
  return { index: Math.min(low, rows.length - 1) };
}

/** The loaded row whose time is the nearest to the middle of a date. */
function nearest(list: ListState, { from, until }: DateSpan): number {
  const middle = (from + until) / 2;
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < list.rows.length; index++) {
    const time = rowTime(list, index);
    const away = time === undefined ? Number.POSITIVE_INFINITY : Math.abs(time - middle);
    if (away < least) [found, least] = [index, away];
  }
  return found;
}

/** Jumps to a date. */
export function createDateJump(
  context: StoreContext,
  navigation: Navigation,
  moves: MoveActions,
): DateJumpActions {
  const { get } = context;

  function begin(start: DateSpan | undefined): void {
    const { cursors } = currentVisit(get());
    patchVisit(context, { start, cursors: { ...cursors, list: atFirst } });
    navigation.enter();
  }

  return {
    goToDate(date, viewportOf) {
      const list = currentList(get());
      if (!list) return;
      if (date === undefined) {
        if (list.start === undefined) moves.move('list', 'first', viewportOf);
        else begin(undefined);
        return;
      }
      const target = dateTarget(list, date);
      if (target === 'no-times') {
        const text =
          list.rows.length === 0
            ? 'No rows are here to find a date in.'
            : say`The keys of these rows are no TIDs, so they have no dates: {key:list.filter} filters by what the rows say.`;
        notify(context, text);
      } else if (target === 'ask') begin(date);
      else {
        const position = viewportOf(get())?.rows.positionOf(target.index - list.rows.above) ?? 0;
        moves.moveTo('list', position, viewportOf, { asTop: true });
      }
    },
  };
}
