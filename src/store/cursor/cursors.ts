import { shownRecordOf } from '../../places/address.js';
import { listAddress } from '../lists/lists-selectors.js';
import type { State } from '../state.js';
import { currentPlace } from '../visits/visits-selectors.js';
import type { Pane, Place } from '../visits/visits-state.js';
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
      return currentPlace(state).cursors[id];
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
      const place = currentPlace(state);
      const moved = { ...place, cursors: { ...place.cursors, [id]: cursor } };
      return { place: id === 'list' ? onAnotherRow(moved) : moved };
    }
  }
}

/**
 * The record beside the list is the one under its cursor, from its first line. Moving on from an open record leaves it: what is
 * shown beside the list is a row again.
 */
function onAnotherRow(place: Place): Place {
  return {
    ...place,
    address: place.address && shownRecordOf(place.address) ? listAddress(place.address) : place.address,
    cursors: { ...place.cursors, record: atFirst },
    folded: new Set(),
  };
}
