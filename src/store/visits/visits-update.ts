import { type Address, parentAddress, sameAddress } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { PlaceKind } from '../../places/place-kind.js';
import { say } from '../../text/sentence.js';
import { addressAccountKey } from '../accounts/accounts-selectors.js';
import { atFirst } from '../cursor/list-cursor.js';
import { listAddress } from '../lists/lists-selectors.js';
import type { NoticeState } from '../notice/notice-state.js';
import type { OverlaysState } from '../overlays/overlays-state.js';
import type { Pane, Place, Recent, VisitsState } from './visits-state.js';

const EARLIER_PLACES_MAX = 199;

/** What going about changes: where one is, and what stood over or below it. */
type Visiting = VisitsState & NoticeState & OverlaysState;

/** Where the keys go on arrival, by what a place shows. */
const HOME = {
  overview: 'collections',
  list: 'list',
  record: 'record',
} as const satisfies Record<PlaceKind<Address>['shows'], Pane>;

/** The pane that a place is about. */
export const homePane = (address: Address | undefined): Pane =>
  address === undefined ? 'collections' : HOME[kindOf(address).shows];

const NO_CURSORS: Place['cursors'] = {
  profile: atFirst,
  collections: atFirst,
  list: atFirst,
  record: atFirst,
};

/** A place not visited yet, as it looks on arrival. */
export const newPlace = (id: number, address: Address | undefined, from: Partial<Place> = {}): Place => ({
  id,
  address,
  focus: homePane(address),
  side: homePane(address) === 'record' ? 'record' : 'list',
  order: undefined,
  cursors: NO_CURSORS,
  folded: new Set(),
  ...from,
});

/** On the start screen, with nothing visited. */
export const firstVisit = (recents: readonly Recent[]): VisitsState => ({
  earlier: [],
  place: newPlace(1, undefined),
  later: [],
  visited: 1,
  recents,
});

/** The current place changed. */
export const withPlace = <S extends VisitsState>(state: S, change: Partial<Place>): S => ({
  ...state,
  place: { ...state.place, ...change },
});

/** Each place changed, the ones that one can go back and forward to as well. */
export const withEveryPlace = <S extends VisitsState>(state: S, change: (place: Place) => Place): S => ({
  ...state,
  earlier: state.earlier.map(change),
  place: change(state.place),
  later: state.later.map(change),
});

/** At an address, with the focus on a pane if one is given; the way forward is forgotten. Being there already is no new place. */
export function visit<S extends Visiting>(state: S, address: Address, focus?: Pane): S {
  const { place: from, earlier, visited } = state;
  if (from.address && sameAddress(from.address, address))
    return { ...withPlace(state, focus ? { focus } : {}), overlay: undefined };
  const id = visited + 1;
  return {
    ...state,
    earlier: [...earlier, from].slice(-EARLIER_PLACES_MAX),
    place: newPlace(id, address, { ...inherited(from, address), ...(focus ? { focus } : {}) }),
    later: [],
    visited: id,
    overlay: undefined,
    notice: undefined,
  };
}

/** At the place before, as it was left. */
export function back<S extends Visiting>(state: S): S {
  const before = state.earlier.at(-1);
  if (!before) return told(state, 'This is the first place that you visited.');
  return {
    ...state,
    earlier: state.earlier.slice(0, -1),
    place: before,
    later: [state.place, ...state.later],
    notice: undefined,
  };
}

/** At the place that one came back from. */
export function forward<S extends Visiting>(state: S): S {
  const [next, ...later] = state.later;
  if (!next) return told(state, 'This is the last place that you visited.');
  return { ...state, earlier: [...state.earlier, state.place], place: next, later, notice: undefined };
}

/** A step out: to the pane that the place is about, then out of the record to the list, out of the list to the account. */
export function backOut<S extends Visiting>(state: S): S {
  const { address, focus } = state.place;
  const home = homePane(address);
  // A pane beside the one that the place is about is left first.
  if (address && focus === 'live') return withPlace(state, { focus: home });
  if (address && focus === 'record' && home !== 'record')
    return withPlace(state, { focus: home, side: 'list' });
  const parent = address && parentAddress(address);
  const before = state.earlier.at(-1);
  if (parent)
    return before?.address && sameAddress(before.address, parent) ? back(state) : visit(state, parent);
  if (before) return back(state);
  return told(state, say`There is nothing further out. {key:place.go-to} goes elsewhere, {key:quit} quits.`);
}

const told = <S extends NoticeState>(state: S, text: NonNullable<NoticeState['notice']>['text']): S => ({
  ...state,
  notice: { text, kind: 'info' },
});

/** What the new place keeps of the one it is opened from: a record is opened beside the list that it stands in. */
function inherited(from: Place, address: Address): Partial<Place> {
  const key = addressAccountKey(address);
  const ofSameAccount = key !== undefined && from.address && addressAccountKey(from.address) === key;
  const cursors = ofSameAccount ? { ...NO_CURSORS, collections: from.cursors.collections } : NO_CURSORS;
  const before = listAddress(from.address);
  const after = listAddress(address);
  if (before && after && sameAddress(before, after)) {
    return { cursors: { ...cursors, list: from.cursors.list }, order: from.order };
  }
  return { cursors };
}
