import { type Address, archiveOf, parentAddress, sameAddress } from '../../places/address.js';
import { archiveNameText } from '../../places/archives/archive-address.js';
import { kindOf } from '../../places/kind-of.js';
import type { PlaceKind } from '../../places/place-kind.js';
import { say } from '../../text/sentence.js';
import { addressAccountKey } from '../accounts/accounts-selectors.js';
import { atFirst } from '../cursor/list-cursor.js';
import { listAddress } from '../lists/lists-selectors.js';
import type { NoticeState } from '../notice/notice-state.js';
import type { OverlaysState } from '../overlays/overlays-state.js';
import { shownPlace } from './visits-selectors.js';
import { PANES, type Pane, type Recent, type Visit, type VisitsState } from './visits-state.js';

const EARLIER_PLACES_MAX = 199;

/** What going about changes: where one is, and what stood over or below it. */
type Visiting = VisitsState & NoticeState & OverlaysState;

/** Where the keys go on arrival, by what a place shows. */
const HOME = {
  contents: 'collections',
  list: 'list',
  record: 'record',
} as const satisfies Record<PlaceKind<Address>['shows'], Pane>;

/** The pane that a place is about. */
export const homePane = (address: Address | undefined): Pane =>
  address === undefined ? 'collections' : HOME[kindOf(address).shows];

const NO_CURSORS: Visit['cursors'] = {
  profile: atFirst,
  collections: atFirst,
  list: atFirst,
  record: atFirst,
};

/** A visit as it is on arrival. */
export const newVisit = (id: number, address: Address | undefined, from: Partial<Visit> = {}): Visit => ({
  id,
  address,
  preview: undefined,
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
  visit: newVisit(1, undefined),
  later: [],
  visited: 1,
  recents,
});

/** The current visit changed. */
export const withVisit = <S extends VisitsState>(state: S, change: Partial<Visit>): S => ({
  ...state,
  visit: { ...state.visit, ...change },
});

/** Each visit changed, the ones that one can go back and forward to as well. */
export const withEveryVisit = <S extends VisitsState>(state: S, change: (visit: Visit) => Visit): S => ({
  ...state,
  earlier: state.earlier.map(change),
  visit: change(state.visit),
  later: state.later.map(change),
});

/**
 * At an address, with the focus on a pane if one is given; the way forward is forgotten. Being there already is no new place, and a
 * place that lies behind lies behind no more: the way back leads over each place once.
 */
export function visitAddress<S extends Visiting>(
  state: S,
  address: Address,
  focus?: Pane,
  keeping: Partial<Visit> = {},
): S {
  const { visit: from, earlier, visited } = state;
  if (from.address && sameAddress(from.address, address)) {
    return { ...withVisit(state, focus ? { focus } : {}), overlay: undefined };
  }
  const id = visited + 1;
  return {
    ...state,
    earlier: [...earlier.filter((visit) => !isAt(visit, address)), from].slice(-EARLIER_PLACES_MAX),
    visit: newVisit(id, address, { ...inherited(from, address), ...keeping, ...(focus ? { focus } : {}) }),
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
    visit: before,
    later: [state.visit, ...state.later],
    notice: undefined,
  };
}

/** At the place that one came back from. */
export function forward<S extends Visiting>(state: S): S {
  const [next, ...later] = state.later;
  if (!next) return told(state, 'This is the last place that you visited.');
  return { ...state, earlier: [...state.earlier, state.visit], visit: next, later, notice: undefined };
}

/** A step back: to the pane that the place is about, then to the place that one came from, at last to the start screen. */
export function backOut<S extends Visiting>(state: S): S {
  const { address, focus } = state.visit;
  if (!address) {
    return told(state, say`This is the start. {key:place.go-to} goes somewhere, {key:quit} quits.`);
  }
  const home = homePane(address);
  // A pane beside the one that the place is about is left first.
  if (PANES.indexOf(focus) > PANES.indexOf(home)) {
    return withVisit(state, { focus: home, side: home === 'record' ? 'record' : 'list' });
  }
  if (state.earlier.length > 0) return back(state);
  const id = state.visited + 1;
  return {
    ...state,
    visit: newVisit(id, undefined),
    later: [state.visit, ...state.later],
    visited: id,
    notice: undefined,
  };
}

/** What a place is a part of: the list of a record, the account of a list. */
export function up<S extends Visiting>(state: S): S {
  const { address } = state.visit;
  const parent = address && parentAddress(address);
  return parent
    ? visitAddress(state, parent)
    : told(state, say`There is nothing above this place. {key:place.out} goes back.`);
}

const isAt = ({ address }: Visit, place: Address): boolean =>
  address !== undefined && sameAddress(address, place);

const told = <S extends NoticeState>(state: S, text: NonNullable<NoticeState['notice']>['text']): S => ({
  ...state,
  notice: { text, kind: 'info' },
});

/** What tells the account, or the archive, that a place is of. */
function ownerKey(address: Address): string | undefined {
  const archive = archiveOf(address);
  return archive === undefined ? addressAccountKey(address) : archiveNameText(archive);
}

/** What a new visit keeps of the one it is opened from: a record is opened beside the list that it stands in. */
function inherited(from: Visit, address: Address): Partial<Visit> {
  const key = ownerKey(address);
  const ofSameAccount = key !== undefined && from.address && ownerKey(from.address) === key;
  const cursors = ofSameAccount ? { ...NO_CURSORS, collections: from.cursors.collections } : NO_CURSORS;
  const before = listAddress(shownPlace(from));
  const after = listAddress(address);
  if (before && after && sameAddress(before, after)) {
    return {
      cursors: { ...cursors, list: from.cursors.list },
      order: from.order,
      start: from.start,
      marks: from.marks,
    };
  }
  return { cursors };
}
