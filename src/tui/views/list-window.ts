import { positionOf, rowIndexAt, visibleLength } from '../../store/lists/lists-selectors.js';
import type { ListState } from '../../store/lists/lists-state.js';
import type { Scroll } from '../../store/scroll.js';
import { windowTop } from '../../store/scroll.js';

/** Which rows of a list are in sight. Positions count the rows that pass the filter. */
export interface ListWindow {
  readonly top: number;
  /** Indexes of the loaded rows, from the top. */
  readonly indexes: readonly number[];
  /** Position of the cursor. */
  readonly position: number;
  /** How many rows there are to move through. */
  readonly length: number;
}

/** The window of `height` rows that has the cursor in it, as near as possible to where the list was scrolled to. */
export function listWindow(list: ListState, scroll: Scroll, height: number): ListWindow {
  const length = visibleLength(list);
  const position = positionOf(list, scroll.selected);
  const top = windowTop(scroll.top, position, length, height);
  const indexes: number[] = [];
  for (let at = top; at < Math.min(top + height, length); at++) {
    const index = rowIndexAt(list, at);
    if (index !== undefined) indexes.push(index);
  }
  return { top, indexes, position, length };
}
