import { accountOf, archiveOf, collectionOf, sameAddress, shownRecordOf } from '../../places/address.js';
import type { ListRow, RowVersions } from '../../places/listing.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { MoveActions, ViewportOf } from '../cursor/move-actions.js';
import { listRows } from '../lists/list-rows.js';
import { currentList, visibleLength } from '../lists/lists-selectors.js';
import type { ListState } from '../lists/lists-state.js';
import { selectedIndex, selectedRow } from '../lists/selected-row.js';
import { ready } from '../loadable.js';
import { notify } from '../notice/notify.js';
import type { RecordParts } from '../records/records-state.js';
import { shownRecord } from '../records/shown-record.js';
import type { VersionActions } from '../versions/versions.js';
import type { Loaders, Navigation } from '../visits/navigation.js';
import { patchVisit } from '../visits/patch-visit.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';
import type { Pane } from '../visits/visits-state.js';
import { reloadTargets } from './reload-targets.js';

export interface PaneActions {
  focus(pane: Pane): void;
  zoom(): void;
  /** Asks again for what the focused pane shows. */
  reload(): void;
  /** To the first row of the next (1) or previous (-1) page of the service's cursor. */
  turnPage(direction: 1 | -1, viewportOf: ViewportOf): void;
  openRow(): void;
  /** Folds or unfolds the row under the list's cursor. */
  foldRow(): void;
  /** Folds or unfolds all rows of the list that have others below them. */
  foldRows(isUnfolding: boolean): void;
  /** Asks for the list in the next of the orders that its service knows. */
  reorder(): void;
  setFolded(folded: ReadonlySet<number>): void;
  /** Shows of records the head, then the JSON, then both. */
  turnRecord(): void;
}

/** In the order in which they are turned through. */
const RECORD_PARTS: readonly RecordParts[] = ['both', 'head', 'json'];

/** Moving about in the panes of the current place. */
export function createPanes(
  context: StoreContext,
  {
    accounts,
    archives,
    lists,
    records,
    proofs,
    navigation,
    moves,
    versions,
  }: Loaders & {
    readonly navigation: Navigation;
    readonly moves: MoveActions;
    readonly versions: Pick<VersionActions, 'showVersions'>;
  },
): PaneActions {
  const { get, set } = context;

  function focus(pane: Pane): void {
    patchVisit(context, { focus: pane, ...(pane === 'list' || pane === 'record' ? { side: pane } : {}) });
  }

  function showRowVersions({ uri = '', cid, opens }: ListRow, { name, old, new: now }: RowVersions): void {
    versions.showVersions({
      name,
      old: { name: old.name, record: ready({ uri, cid: undefined, json: old.json }) },
      new: { name: now.name, record: ready({ uri, cid, json: now.json }) },
      opens,
    });
  }

  /** True where the row under the list's cursor is one that has others below it. */
  function foldRow(): boolean {
    const list = currentList(get());
    const index = list && selectedIndex(get(), list);
    if (index === undefined || !list?.listing?.folds?.has(list.rows.at(index))) return false;
    lists.fold(list.key, index);
    return true;
  }

  return {
    focus,
    zoom: () => set(({ zoomed }) => ({ zoomed: !zoomed })),

    reload() {
      const state = get();
      const { address, focus: pane } = currentVisit(state);
      if (!address) return;
      // Whoever was gone may be there again.
      context.client.mirrored.forget();
      const list = currentList(state);
      const repo = accountOf(address);
      const status = currentAccount(state)?.identity.status;
      const record = shownRecordOf(address);
      const archive = archiveOf(address);
      // It is one file: what of it is shown is read with it.
      if (archive) archives.reload(archive);
      const targets = reloadTargets({
        pane,
        account:
          repo === undefined ? undefined : status === 'ready' || status === 'failed' ? status : 'other',
        hasRecord: record !== undefined,
        hasList: list !== undefined,
      });
      for (const target of targets) {
        if (target === 'account' && repo !== undefined) accounts.reload(repo);
        if (target === 'description' && repo !== undefined) accounts.reloadDescription(repo);
        if (target === 'record' && record) {
          records.reload(record);
          proofs.reload(record);
        }
        if (target === 'list' && list) lists.reload(list.key);
      }
    },

    async turnPage(direction, viewportOf) {
      const state = get();
      const list = currentList(state);
      if (!list) return;
      const visit = currentVisit(state);
      const here = list.rows.pageOf(selectedIndex(state, list) ?? 0);
      const number = (here?.number ?? 0) + direction;
      function go(from: ListState): boolean {
        const page = from.rows.page(number);
        if (!page) return false;
        const position = listRows(from).positionOf(page.start - from.rows.above);
        moves.moveTo('list', Math.min(position, visibleLength(from) - 1), viewportOf, { asTop: true });
        return true;
      }
      if (go(list)) return;
      if (direction < 0) return notify(context, 'This is the first page.');
      if (list.ended) return notify(context, 'This is the last page: the service has no more.');
      await lists.loadMore(list.key);
      const now = currentList(get());
      // Only where the user still waits for it.
      if (currentVisit(get()).id !== visit.id || now?.key !== list.key || now.status !== 'ready') return;
      if (!go(now) && now.ended) notify(context, 'This is the last page: the service has no more.');
    },

    foldRow: () => void foldRow(),
    foldRows(isUnfolding) {
      const list = currentList(get());
      if (list) lists.foldAll(list.key, isUnfolding);
    },

    openRow() {
      const state = get();
      const row = selectedRow(state);
      const shown = shownRecord(state);
      if (!row) return;
      // What leads nowhere and has others below it shows them.
      if (!row.opens && foldRow()) return;
      if (row.versions) return showRowVersions(row, row.versions);
      // What leads nowhere can still be read.
      if (!row.opens) return focus('record');
      const current = shownPlace(currentVisit(state));
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
      const at = orders.findIndex(({ id }) => id === currentVisit(get()).order);
      // Without one it is in the first.
      const next = (Math.max(0, at) + 1) % Math.max(1, orders.length);
      const cursors = { ...currentVisit(get()).cursors, list: atFirst };
      patchVisit(context, { order: next === 0 ? undefined : orders[next]?.id, cursors });
      navigation.enter();
    },

    setFolded: (folded) => patchVisit(context, { folded }),

    turnRecord() {
      const { recordParts } = get();
      const at = RECORD_PARTS.indexOf(recordParts);
      set({ recordParts: RECORD_PARTS[(at + 1) % RECORD_PARTS.length] ?? 'both' });
      patchVisit(context, { cursors: { ...currentVisit(get()).cursors, record: atFirst } });
    },
  };
}
