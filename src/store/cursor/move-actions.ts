import type { ContentsEffects } from '../contents/contents.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import { currentList } from '../lists/lists-selectors.js';
import type { State } from '../state.js';
import { shownTail } from '../tail/tail-selectors.js';
import { withWaitingShown } from '../tail/tail-state.js';
import type { Viewport } from './cursor-rows.js';
import { type CursorId, cursorOf, withCursor } from './cursors.js';
import { move, moveTo, type Step, steppedTo, windowOf } from './list-cursor.js';

/** What is drawn of the rows in a state; undefined where there are none. */
export type ViewportOf = (state: State) => Viewport | undefined;

export interface MoveActions {
  /** Moves a cursor, and does what goes with standing there: rows that wait are shown, pages are loaded ahead. */
  move(id: CursorId, step: Step, viewportOf: ViewportOf): void;
  /** Puts a cursor on the row at a position of those shown. With `asTop` it is the first one drawn. */
  moveTo(id: CursorId, position: number, viewportOf: ViewportOf, options?: { asTop?: boolean }): void;
}

/** The one way in which cursors move. */
export function createMoves(
  { get, set }: StoreContext,
  lists: Lists,
  contents: Pick<ContentsEffects, 'rest'>,
): MoveActions {
  /** The newest stand at the top: whoever goes there, or on from there, wants those that wait, too. */
  function showWaiting(id: CursorId, step: Step, viewportOf: ViewportOf): void {
    const state = get();
    if (id === 'live' && step === 'first' && shownTail(state)) {
      set(({ tail }) => (tail ? { tail: withWaitingShown(tail) } : {}));
    }
    const list = id === 'list' ? currentList(state) : undefined;
    const viewport = list && viewportOf(state);
    const cursor = cursorOf(state, id);
    if (!list || !viewport || !cursor) return;
    const { position } = windowOf(cursor, viewport);
    const goesBeyond = step !== 'last' && steppedTo(position, step, viewport) < 0;
    if (step === 'first' || goesBeyond) lists.showNew(list.key);
  }

  function loadAhead(id: CursorId, viewportOf: ViewportOf): void {
    const state = get();
    const list = id === 'list' ? currentList(state) : undefined;
    const viewport = viewportOf(state);
    const cursor = cursorOf(state, id);
    if (list && viewport && cursor) {
      lists.loadAhead(list.key, windowOf(cursor, viewport).position, viewport.height);
    }
  }

  return {
    move(id, step, viewportOf) {
      showWaiting(id, step, viewportOf);
      const state = get();
      const cursor = cursorOf(state, id);
      const viewport = viewportOf(state);
      if (!cursor || !viewport || viewport.rows.length === 0) return;
      set(withCursor(state, id, move(cursor, step, viewport)));
      loadAhead(id, viewportOf);
      if (id === 'collections') contents.rest();
    },
    moveTo(id, position, viewportOf, options) {
      const state = get();
      const cursor = cursorOf(state, id);
      const viewport = viewportOf(state);
      if (!cursor || !viewport || !(position >= 0 && position < viewport.rows.length)) return;
      set(withCursor(state, id, moveTo(cursor, position, viewport, options)));
      loadAhead(id, viewportOf);
      if (id === 'collections') contents.rest();
    },
  };
}
