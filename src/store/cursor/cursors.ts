import { sameAddress, shownRecordOf } from '../../places/address.js';
import { listAddress } from '../lists/lists-selectors.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { Pane, Visit } from '../visits/visits-state.js';
import { atFirst, type ListCursor } from './list-cursor.js';

/** Whose cursor: that of a pane, of the start screen, or of the overlay that is open. */
export type CursorId = Pane | 'start' | 'overlay';

/** A cursor of the state; undefined where the overlay that is open has none. */
export function cursorOf(state: State, id: CursorId): ListCursor | undefined {
  switch (id) {
    case 'overlay':
      return state.overlay && 'cursor' in state.overlay ? state.overlay.cursor : undefined;
    case 'start':
      return state.start.cursor;
    case 'live':
      return state.liveCursor;
    default:
      return currentVisit(state).cursors[id];
  }
}

/** What of the state changes with a cursor. */
export function withCursor(state: State, id: CursorId, cursor: ListCursor): Partial<State> {
  switch (id) {
    case 'overlay': {
      const { overlay } = state;
      return overlay && 'cursor' in overlay ? { overlay: { ...overlay, cursor } } : {};
    }
    case 'start':
      return { start: { ...state.start, cursor } };
    case 'live':
      return { liveCursor: cursor };
    default: {
      const visit = currentVisit(state);
      const moved = { ...visit, cursors: { ...visit.cursors, [id]: cursor } };
      return id === 'list' ? withVisitOfList(state, onAnotherRow(moved)) : { visit: moved };
    }
  }
}

/** Moving on from an open record one is at its list: where one came from there, that lies behind no more. */
function withVisitOfList({ visit, earlier }: State, moved: Visit): Partial<State> {
  const { address } = moved;
  if (address === visit.address || !address) return { visit: moved };
  const others = earlier.filter((one) => !one.address || !sameAddress(one.address, address));
  return { visit: moved, earlier: others };
}

/**
 * The record beside the list is the one under its cursor, from its first line. Moving on from an open record leaves it: what is
 * shown beside the list is a row again.
 */
function onAnotherRow(visit: Visit): Visit {
  return {
    ...visit,
    address:
      !visit.preview && visit.address && shownRecordOf(visit.address)
        ? listAddress(visit.address)
        : visit.address,
    cursors: { ...visit.cursors, record: atFirst },
    folded: new Set(),
  };
}
