import { shownRecordOf } from '../../places/address.js';
import type { Listing } from '../../places/listing.js';
import { type ListCursor, positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import type { VisitsState } from '../visits/visits-state.js';
import { withEveryVisit, withVisit } from '../visits/visits-update.js';
import { listRows } from './list-rows.js';
import { currentList, listAddress, listKey, rowIndexAt } from './lists-selectors.js';
import type { ListState } from './lists-state.js';

/** Rows that are looked at for the one of a cursor, around where it was. */
const LOOKED_AT_ROWS_MAX = 10_000;
/** Rows that are looked at for the one that a list opens at, at once. */
const SOUGHT_ROWS_MAX = 1000;
/** Rows above it that stay in sight. */
const ROWS_ABOVE = 3;

/**
 * The visits after others came in place of the rows of a list: each cursor is on the row that it was on, as far as that is among
 * them, else on the one that stands there now.
 */
export const keepRows = <S extends VisitsState>(state: S, list: ListState): S =>
  withEveryVisit(state, (visit) => {
    const address = listAddress(shownPlace(visit));
    if (!address || listKey(address, visit.order, visit.start) !== list.key) return visit;
    const { cursors } = visit;
    const cursor = kept(cursors.list, list);
    return cursor === cursors.list ? visit : { ...visit, cursors: { ...cursors, list: cursor } };
  });

/**
 * The state with the cursor of the list beside a record on that record, or of a list that says where it opens on that row, where it is
 * among the rows from `start` on. Rows are looked at only while nobody has moved in that list.
 */
export function seekRow<S extends VisitsState>(state: S, list: ListState, start = 0): S {
  const { address, cursors, order, start: from } = state.visit;
  const { key, index } = cursors.list;
  const { rows, listing } = list;
  if (!listing || key !== undefined || index !== 0) return state;
  const isSought = soughtRow(state, listing);
  const listed = listAddress(address);
  if (!isSought || !listed || listKey(listed, order, from) !== list.key) return state;
  const end = Math.min(rows.length, start + SOUGHT_ROWS_MAX);
  for (let at = start; at < end; at++) {
    const here = listing.key(rows.at(at));
    if (!isSought(here)) continue;
    const place = at - rows.above;
    const top = listing.opensAt === undefined ? place : Math.max(-rows.above, place - ROWS_ABOVE);
    return withVisit(state, { cursors: { ...cursors, list: { key: here, index: place, top } } });
  }
  return state;
}

/** Which row is looked for, by its key; undefined where none is. */
function soughtRow({ visit }: VisitsState, { opensAt }: Listing): ((key: string) => boolean) | undefined {
  if (opensAt !== undefined) return (key) => key === opensAt;
  const record = visit.address && shownRecordOf(visit.address);
  if (!record || visit.focus === 'list') return undefined;
  return (key) => key.endsWith(`/${record.collection}/${record.rkey}`);
}

/**
 * The state with the cursor of the list that is shown on the row that the filter left it on, as one of all rows, and on the same line of
 * the pane: clearing the filter then leaves that row where it is.
 */
export function stayOnRow(state: State): State {
  const list = currentList(state);
  if (!list?.filter || !list.listing) return state;
  const { cursors } = currentVisit(state);
  const rows = listRows(list);
  const position = positionOf(cursors.list, rows);
  const at = rowIndexAt(list, position);
  if (at === undefined) return state;
  const line = Math.max(0, position - rows.positionOf(cursors.list.top));
  const { above } = list.rows;
  const index = at - above;
  const cursor = { key: list.listing.key(list.rows.at(at)), index, top: Math.max(-above, index - line) };
  return withVisit(state, { cursors: { ...cursors, list: cursor } });
}

function kept(cursor: ListCursor, { listing, rows }: ListState): ListCursor {
  const { key, index } = cursor;
  if (key === undefined || !listing || rows.length === 0) return cursor;
  const keyAt = (at: number): string | undefined =>
    at >= 0 && at < rows.length ? listing.key(rows.at(at)) : undefined;
  const from = Math.max(0, Math.min(index + rows.above, rows.length - 1));
  let found: number | undefined;
  for (let away = 0; away < Math.min(rows.length, LOOKED_AT_ROWS_MAX) && found === undefined; away++) {
    found = [from - away, from + away].find((at) => keyAt(at) === key);
  }
  const at = (found ?? from) - rows.above;
  if (found !== undefined && at === index) return cursor;
  return { key: keyAt(found ?? from), index: at, top: cursor.top + at - index };
}
