import {
  type Address,
  formatAddress,
  parentAddress,
  parseAddress,
  sameAddress,
} from '../../places/address.js';
import { say } from '../../text/sentence.js';
import type { Accounts } from '../accounts/accounts.js';
import { accountTask, profileTask } from '../accounts/accounts.js';
import { accountKey } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { listTask } from '../lists/list-loader.js';
import type { Lists } from '../lists/lists.js';
import { listAddress, listKey } from '../lists/lists-selectors.js';
import { notify } from '../notice/notify.js';
import { type Records, recordTask } from '../records/records.js';
import { atTop } from '../scroll.js';
import { patchPlace } from './patch-place.js';
import { currentPlace } from './visits-selectors.js';
import type { Pane, Place } from './visits-state.js';

const keptPlaces = 200;

let lastId = 0;

/** A place not visited yet, as it looks on arrival. */
export function newPlace(address: Address | undefined, from?: Partial<Place>): Place {
  const focus: Pane =
    address?.kind === 'record' ? 'record' : !address || address.kind === 'repo' ? 'collections' : 'list';
  return {
    id: ++lastId,
    address,
    focus,
    side: address?.kind === 'record' ? 'record' : 'list',
    reverse: false,
    profile: 0,
    collections: atTop,
    list: atTop,
    record: atTop,
    folded: new Set(),
    ...from,
  };
}

export interface NavigationActions {
  /** Goes to an address; the way forward from here is forgotten. */
  goTo(address: Address, options?: { focus?: Pane }): void;
  /** Goes to what a text names; tells what would be accepted where it names nothing. True where it went. */
  goToText(text: string): boolean;
  back(): void;
  forward(): void;
  /** Out of the record to the list, out of the list to the account. */
  backOut(): void;
}

export interface Navigation extends NavigationActions {
  /** Loads what the current place needs and ends what only other places needed. */
  enter(): void;
}

export function createNavigation(
  context: StoreContext,
  accounts: Accounts,
  lists: Lists,
  records: Records,
): Navigation {
  const { get, set, tasks } = context;

  const enter = (): void => {
    const { address, reverse } = currentPlace(get());
    const list = listAddress(address);
    const wanted = new Set(['names']);
    if (address) wanted.add(accountTask(address.repo)).add(profileTask(address.repo));
    if (list) wanted.add(listTask(listKey(list, reverse)));
    if (address?.kind === 'record') wanted.add(recordTask(address));
    tasks.keepOnly((name) => wanted.has(name));
    if (!address) return;
    accounts.ensure(address.repo);
    if (address.kind === 'record') records.ensure(address);
    if (list) lists.ensure(list, reverse);
  };

  const walkTo = (at: number): void => {
    set({ at, notice: undefined });
    enter();
  };

  /** What the new place keeps of the one it is opened from: a record is opened beside the list that it stands in. */
  const inherited = (from: Place, address: Address): Partial<Place> => {
    const kept: Partial<Place> =
      from.address && accountKey(from.address.repo) === accountKey(address.repo)
        ? { collections: from.collections }
        : {};
    const before = listAddress(from.address);
    const after = listAddress(address);
    if (before && after && sameAddress(before, after))
      return { ...kept, list: from.list, reverse: from.reverse };
    return kept;
  };

  const goTo = (address: Address, { focus }: { focus?: Pane } = {}): void => {
    const state = get();
    const from = currentPlace(state);
    if (from.address && sameAddress(from.address, address)) {
      set({ overlay: undefined });
      if (focus) patchPlace(context, { focus });
      return;
    }
    const place = newPlace(address, { ...inherited(from, address), ...(focus ? { focus } : {}) });
    const places = [...state.places.slice(0, state.at + 1), place].slice(-keptPlaces);
    set({ places, at: places.length - 1, overlay: undefined, notice: undefined });
    context.recents.add({ address: formatAddress(address), title: undefined });
    set({ recents: context.recents.list() });
    enter();
  };

  const back = (): void => {
    const { at } = get();
    if (at === 0) notify(context, 'This is the first place visited.');
    else walkTo(at - 1);
  };

  return {
    enter,
    goTo,
    goToText(text) {
      const parsed = parseAddress(text);
      if (parsed.ok) goTo(parsed.address);
      else notify(context, parsed.reason, 'error');
      return parsed.ok;
    },
    back,
    forward() {
      const { at, places } = get();
      if (at === places.length - 1) notify(context, 'This is the last place visited.');
      else walkTo(at + 1);
    },
    backOut() {
      const { places, at } = get();
      const { address, focus } = currentPlace(get());
      // A pane beside the one that the place is about is left first.
      const home = newPlace(address).focus;
      if (address && focus === 'live') return patchPlace(context, { focus: home });
      if (address && focus === 'record' && home !== 'record')
        return patchPlace(context, { focus: home, side: 'list' });
      const parent = address && parentAddress(address);
      if (!parent) {
        if (at > 0) walkTo(at - 1);
        else
          notify(
            context,
            say`There is nothing further out: {key:place.go-to} goes elsewhere, {key:quit} quits.`,
          );
        return;
      }
      const before = places[at - 1]?.address;
      if (before && sameAddress(before, parent)) walkTo(at - 1);
      else goTo(parent);
    },
  };
}
