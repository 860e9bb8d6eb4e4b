import type { JournalEntry } from '../atproto/calls/journal.js';
import { type Address, formatAddress } from '../places/address.js';
import type { ListRow } from '../places/listing.js';
import type { Account, ListState, Loadable, Place, RecordText, State } from './state.js';
import { liveRows } from './watch/live-rows.js';
import type { Watch, WatchLine } from './watch/watch-state.js';

export const currentPlace = (state: State): Place => state.places[state.at]!;

/** How a repo is looked up in `State.accounts`: handles are case-insensitive. */
export const accountKey = (repo: string): string => (repo.startsWith('did:') ? repo : repo.toLowerCase());

export function currentAccount(state: State): Account | undefined {
  const { address } = currentPlace(state);
  return address && state.accounts.get(accountKey(address.repo));
}

/** The address of the listing that stands in the list pane of a place; undefined where a repo is all there is. */
export function listAddress(address: Address | undefined): Address | undefined {
  if (!address || address.kind === 'repo') return undefined;
  if (address.kind !== 'record') return address;
  return { kind: 'collection', repo: address.repo, collection: address.collection };
}

export const listKey = (address: Address, reverse: boolean): string =>
  `${formatAddress(address)}${reverse ? ' oldest first' : ''}`;

export function currentList(state: State): ListState | undefined {
  const place = currentPlace(state);
  const address = listAddress(place.address);
  return address && state.lists.get(listKey(address, place.reverse));
}

/** How many rows there are to move through: those that pass the filter, or all. */
export const visibleLength = (list: ListState): number =>
  list.filter ? list.filter.matches.length : list.rows.length;

/** Index of the loaded row at a position of the rows shown. */
export const rowIndexAt = (list: ListState, position: number): number | undefined =>
  list.filter ? list.filter.matches.at(position) : position < list.rows.length ? position : undefined;

/** Position, among the rows shown, of a loaded row or of the first one behind it. */
export const positionOf = (list: ListState, index: number): number =>
  Math.max(0, Math.min(list.filter ? list.filter.matches.positionOf(index) : index, visibleLength(list) - 1));

/** A loaded row as it is shown. */
export function rowAt(state: State, list: ListState, index: number): ListRow | undefined {
  if (!list.listing || !(index >= 0 && index < list.rows.length)) return undefined;
  return list.listing.row(list.rows.at(index), state.names);
}

/** Index of the loaded row under the list's cursor, where any is shown. */
function selectedIndex(state: State, list: ListState): number | undefined {
  return rowIndexAt(list, positionOf(list, currentPlace(state).list.selected));
}

/** The row under the list's cursor, where any is shown. */
export function selectedRow(state: State): ListRow | undefined {
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  return index === undefined ? undefined : rowAt(state, list!, index);
}

/** The key of the row under the list's cursor. */
export function selectedKey(state: State): string | undefined {
  const list = currentList(state);
  const index = list && selectedIndex(state, list);
  return index === undefined ? undefined : list?.listing?.key(list.rows.at(index));
}

/** What the record pane shows. */
export interface Shown {
  /** `record`: the address itself is a record; `row`: the row under the list's cursor; `document`: the DID document. */
  readonly of: 'record' | 'row' | 'document';
  readonly record: Loadable<RecordText>;
}

const ready = (value: RecordText): Loadable<RecordText> => ({ status: 'ready', value, error: undefined });

// The text of the document is kept by the document, so that a frame does not write it out anew.
const documentTexts = new WeakMap<object, RecordText>();

/** What the record pane shows now; undefined where there is nothing to show. */
export function shownRecord(state: State): Shown | undefined {
  const place = currentPlace(state);
  const { address } = place;
  if (!address) return undefined;
  if (address.kind === 'record') {
    const record = state.records.get(formatAddress(address));
    return record && { of: 'record', record };
  }
  if (address.kind === 'repo') {
    const identity = currentAccount(state)?.identity.value;
    if (!identity) return undefined;
    let text = documentTexts.get(identity.document);
    if (!text) {
      text = { uri: identity.did, cid: undefined, json: JSON.stringify(identity.document) };
      documentTexts.set(identity.document, text);
    }
    return { of: 'document', record: ready(text) };
  }
  const list = currentList(state);
  if (!list?.listing) return undefined;
  const index = rowIndexAt(list, positionOf(list, place.list.selected));
  const row = index === undefined ? undefined : rowAt(state, list, index);
  if (index === undefined || !row) return undefined;
  const item = list.rows.at(index);
  return {
    of: 'row',
    record: ready({
      // The uri of a preference's row is that of what it names, and the JSON is that of the preference.
      uri: address.kind === 'preferences' ? list.listing.key(item) : (row.uri ?? row.did ?? ''),
      cid: row.cid,
      json: list.listing.json(item),
      change: list.rows.changeOf(index),
    }),
  };
}

/** The watch that the live pane shows. */
export const shownWatch = (state: State): Watch | undefined =>
  state.live === undefined ? undefined : state.watches.get(state.live);

/** What the lines of that watch are filtered by; empty where they are not. */
export const liveFilterText = ({ live, liveFilter }: State): string =>
  liveFilter !== undefined && liveFilter.of === live ? liveFilter.text : '';

/** The line under the cursor of the live pane. */
export function selectedLive(state: State): WatchLine | undefined {
  const watch = shownWatch(state);
  if (!watch) return undefined;
  const rows = liveRows(watch.lines, liveFilterText(state));
  const index = rows.indexAt(rows.positionOf(state.liveScroll.selected));
  return index === undefined ? undefined : watch.lines[index];
}

const noCollections: readonly string[] = [];

/** The account's collections in the order in which they are shown and walked through. */
export const collectionsOf = (state: State): readonly string[] =>
  currentAccount(state)?.description.value?.collections ?? noCollections;

/** Which entry has the cursor: the one chosen, else the newest; -1 where there is none. */
export function selectedCall(entries: readonly JournalEntry[], selected: number | undefined): number {
  const chosen = selected === undefined ? -1 : entries.findIndex(({ id }) => id === selected);
  return chosen === -1 ? entries.length - 1 : chosen;
}
