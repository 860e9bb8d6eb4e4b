import { accountOf, collectionOf, sameAddress, shownRecordOf } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { Accounts } from '../accounts/accounts.js';
import { collectionsOf, currentAccount, currentRepo } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import {
  currentList,
  listAddress,
  positionOf,
  rowIndexAt,
  selectedRow,
  visibleLength,
} from '../lists/lists-selectors.js';
import type { ListState } from '../lists/lists-state.js';
import { notify } from '../notice/notify.js';
import type { Records } from '../records/records.js';
import { shownRecord } from '../records/shown-record.js';
import { atTop, type Step, stepTo, windowTop } from '../scroll.js';
import type { Navigation } from '../visits/navigation.js';
import { patchPlace } from '../visits/patch-place.js';
import { currentPlace } from '../visits/visits-selectors.js';
import type { Pane, Place } from '../visits/visits-state.js';
import { collectionLines, lineOfCollection } from './collection-lines.js';

export interface PaneActions {
  focus(pane: Pane): void;
  zoom(): void;
  /** Asks again for what the focused pane shows. */
  reload(): void;
  /** `height` is how many rows the pane shows. */
  moveList(step: Step, height: number): void;
  /** To the first row of the next (1) or previous (-1) page of the service's cursor. */
  turnPage(direction: 1 | -1, height: number): void;
  openRow(): void;
  /** Asks for the list in the next of the orders that its service knows. */
  reorder(): void;
  /** `lines` is how many lines the profile has as drawn. */
  moveProfile(step: Step, height: number, lines: number): void;
  moveCollections(step: Step, height: number): void;
  openCollection(): void;
  /** `rows` is how many rows the JSON has as drawn. */
  moveRecord(step: Step, height: number, rows: number): void;
  setFolded(folded: ReadonlySet<number>, selected: number): void;
}

/** Moving about in the panes of the current place. */
export function createPanes(
  context: StoreContext,
  accounts: Accounts,
  lists: Lists,
  records: Records,
  navigation: Navigation,
): PaneActions {
  const { get, set } = context;

  const focus = (pane: Pane): void => {
    patchPlace(context, { focus: pane, ...(pane === 'list' || pane === 'record' ? { side: pane } : {}) });
  };

  /** Puts the list's cursor on a position of the rows shown. */
  const select = (list: ListState, position: number, height: number, windowStart?: number): void => {
    const place = currentPlace(get());
    const index = rowIndexAt(list, position);
    if (index === undefined) return;
    const next: Partial<Place> = {
      list: {
        selected: index,
        top: windowTop(windowStart ?? place.list.top, position, visibleLength(list), height),
      },
      // The record beside the list is the one under its cursor, from its first line.
      record: atTop,
      folded: new Set(),
    };
    // Moving on from an open record leaves it: what is shown beside the list is a row again.
    const address =
      place.address && shownRecordOf(place.address) ? listAddress(place.address) : place.address;
    patchPlace(context, { ...next, address });
    lists.loadAhead(list.key, position, height);
  };

  return {
    focus,
    zoom: () => set(({ zoomed }) => ({ zoomed: !zoomed })),

    reload() {
      const state = get();
      const { address, focus: pane } = currentPlace(state);
      if (!address) return;
      const list = currentList(state);
      const repo = accountOf(address);
      const status = currentAccount(state)?.identity.status;
      const isOverview = kindOf(address).shows === 'overview';
      if (repo !== undefined && (status === 'failed' || pane === 'profile' || isOverview)) {
        if (pane === 'collections' && status === 'ready') {
          accounts.reloadDescription(repo);
          return;
        }
        accounts.reload(repo);
        if (status !== 'failed') return;
      }
      const record = shownRecordOf(address);
      if (repo !== undefined && pane === 'collections') accounts.reloadDescription(repo);
      else if (pane === 'record' && record) records.reload(record);
      else if (list) lists.reload(list.key);
    },

    moveList(step, height) {
      const before = currentList(get());
      if (!before) return;
      const at = positionOf(before, currentPlace(get()).list.selected);
      // The newest stand at the top: whoever goes there, or on from there, wants those that wait, too.
      if (step === 'first' || (step !== 'last' && at + step < 0)) lists.showNew(before.key);
      const list = currentList(get())!;
      if (visibleLength(list) === 0) return;
      const from = positionOf(list, currentPlace(get()).list.selected);
      select(list, stepTo(from, step, visibleLength(list)), height);
    },

    async turnPage(direction, height) {
      const state = get();
      const list = currentList(state);
      if (!list) return;
      const place = currentPlace(state);
      const here = list.rows.pageOf(rowIndexAt(list, positionOf(list, place.list.selected)) ?? 0);
      const number = (here?.number ?? 0) + direction;
      const go = (from: ListState): boolean => {
        const page = from.rows.page(number);
        if (!page) return false;
        const position = positionOf(from, page.start);
        select(from, position, height, position);
        return true;
      };
      if (go(list)) return;
      if (direction < 0) return notify(context, 'This is the first page.');
      if (list.ended) return notify(context, 'This is the last page: the service has no more.');
      await lists.loadMore(list.key);
      const now = currentList(get());
      // Only where the user still waits for it.
      if (currentPlace(get()).id !== place.id || now?.key !== list.key || now.status !== 'ready') return;
      if (!go(now) && now.ended) notify(context, 'This is the last page: the service has no more.');
    },

    openRow() {
      const state = get();
      const row = selectedRow(state);
      const shown = shownRecord(state);
      if (!row) return;
      // What leads nowhere can still be read.
      if (!row.opens) return focus('record');
      const current = currentPlace(state).address;
      if (current && shownRecordOf(current) && sameAddress(current, row.opens)) return focus('record');
      // What a row of a collection holds is the record; elsewhere it is what a service says of it.
      const text =
        current && collectionOf(current) !== undefined && shown?.of === 'row'
          ? shown.record.value
          : undefined;
      const record = shownRecordOf(row.opens);
      if (record && text && text.uri === row.uri) records.put(record, text);
      navigation.goTo(row.opens);
    },

    reorder() {
      const orders = currentList(get())?.listing?.orders ?? [];
      const at = orders.findIndex(({ id }) => id === currentPlace(get()).order);
      // Without one it is in the first.
      const next = (Math.max(0, at) + 1) % Math.max(1, orders.length);
      patchPlace(context, { order: next === 0 ? undefined : orders[next]?.id, list: atTop });
      navigation.enter();
    },

    moveCollections(step, height) {
      const collections = collectionsOf(get());
      const { selected: from, top: before } = currentPlace(get()).collections;
      const selected = stepTo(from, step, collections.length);
      const lines = collectionLines(collections);
      const line = lineOfCollection(lines, selected);
      patchPlace(context, { collections: { selected, top: windowTop(before, line, lines.length, height) } });
    },

    openCollection() {
      const repo = currentRepo(get());
      const collection = collectionsOf(get())[currentPlace(get()).collections.selected];
      if (repo !== undefined && collection) navigation.goTo({ kind: 'collection', repo, collection });
    },

    moveProfile: (step, height, lines) =>
      patchPlace(context, { profile: stepTo(currentPlace(get()).profile, step, lines - height + 1) }),

    moveRecord(step, height, rows) {
      const { record } = currentPlace(get());
      const selected = stepTo(record.selected, step, rows);
      patchPlace(context, { record: { selected, top: windowTop(record.top, selected, rows, height) } });
    },

    setFolded(folded, selected) {
      const { record } = currentPlace(get());
      patchPlace(context, { folded, record: { ...record, selected } });
    },
  };
}
