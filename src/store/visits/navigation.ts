import { type Address, accountOf, archiveOf, parseAddress, shownRecordOf } from '../../places/address.js';
import type { Accounts } from '../accounts/accounts.js';
import { accountTask, profileTask } from '../accounts/accounts.js';
import { archiveTask, type ShownArchives } from '../archives/archives.js';
import { CHANGE_TASKS } from '../changes/change-tasks.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { LABELERS_TASK } from '../labels/label-definitions.js';
import { listTask } from '../lists/list-loader.js';
import type { Lists } from '../lists/lists.js';
import { listAddress, listKey } from '../lists/lists-selectors.js';
import { notify } from '../notice/notify.js';
import { POSTS_TASK } from '../posts/posts.js';
import { type Proofs, proofTask } from '../proofs/proofs.js';
import { type Records, recordTask } from '../records/records.js';
import type { State } from '../state.js';
import { validityTask } from '../validities/validities.js';
import { patchVisit } from './patch-visit.js';
import { currentVisit, shownPlace } from './visits-selectors.js';
import type { Pane, Visit } from './visits-state.js';
import { back, backOut, forward, up, visitAddress } from './visits-update.js';

export interface NavigationActions {
  /** Goes to an address; the way forward from here is forgotten. */
  goTo(address: Address, options?: Arrival): void;
  /** Goes to what a text names; tells what would be accepted where it names nothing. True where it went. */
  goToText(text: string): boolean;
  back(): void;
  forward(): void;
  /** A step back: out of a pane beside, then to the place before, at last to the start screen. */
  backOut(): void;
  /** Out of the record to the list, out of the list to the account, whatever way one came. */
  up(): void;
}

/** How one comes to a place. */
export interface Arrival {
  readonly focus?: Pane | undefined;
  /** What of the visit is as it was where one comes from. */
  readonly keeping?: Partial<Pick<Visit, 'preview' | 'side' | 'order' | 'cursors'>> | undefined;
}

export interface Navigation extends NavigationActions {
  /** Shows the list of a place of the account in the list pane, or none beside the place itself; where one is stays. */
  preview(address: Address | undefined): void;
  /** Loads what the current place needs and ends what only other places needed. */
  enter(): void;
}

/** What loads what places need. */
export interface Loaders {
  readonly accounts: Accounts;
  readonly archives: ShownArchives;
  readonly lists: Lists;
  readonly records: Records;
  readonly proofs: Proofs;
}

export function createNavigation(
  context: StoreContext,
  { accounts, archives, lists, records, proofs }: Loaders,
): Navigation {
  const { get, set, tasks } = context;

  function enter(): void {
    const visit = currentVisit(get());
    const { address, order, start } = visit;
    const list = listAddress(shownPlace(visit));
    const account = address && accountOf(address);
    const archive = address && archiveOf(address);
    const record = address && shownRecordOf(address);
    // What is in sight says itself when it is left, and what was typed is written.
    const wanted = new Set(['names', LABELERS_TASK, POSTS_TASK, ...CHANGE_TASKS]);
    if (account !== undefined) wanted.add(accountTask(account)).add(profileTask(account));
    if (archive) wanted.add(archiveTask(archive));
    if (list) wanted.add(listTask(listKey(list, order, start)));
    if (record) wanted.add(recordTask(record)).add(proofTask(record)).add(validityTask(record));
    // A job was asked for by itself, and goes on wherever one is.
    for (const { id } of get().jobs) wanted.add(id);
    tasks.keepOnly((name) => wanted.has(name));
    if (account !== undefined) accounts.ensure(account);
    if (archive) archives.ensure(archive);
    if (record) {
      records.ensure(record);
      proofs.ensure(record);
    }
    if (list) lists.ensure(list, visit);
  }

  function go(update: (state: State) => State): void {
    const before = get();
    set(update);
    const { visit } = get();
    if (visit.id === before.visit.id) return;
    // A zoom is into a pane of this place.
    if (before.zoomed) set({ zoomed: false });
    if (!visit.address) set(({ start }) => ({ start: { ...start, now: Date.now() } }));
    enter();
  }

  return {
    enter,
    preview(address) {
      const { cursors } = currentVisit(get());
      const at = { cursors: { ...cursors, list: atFirst, record: atFirst }, folded: new Set<number>() };
      patchVisit(context, { preview: address, order: undefined, start: undefined, side: 'list', ...at });
      enter();
    },
    goTo: (address, { focus, keeping } = {}) => go((state) => visitAddress(state, address, focus, keeping)),
    goToText(text) {
      const parsed = parseAddress(text);
      if (parsed.ok) go((state) => visitAddress(state, parsed.address));
      else notify(context, parsed.reason, 'error');
      return parsed.ok;
    },
    back: () => go(back),
    forward: () => go(forward),
    backOut: () => go(backOut),
    up: () => go(up),
  };
}
