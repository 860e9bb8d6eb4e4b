import type { ViewportOf } from '../../../src/store/cursor/move-actions.js';
import { listRows } from '../../../src/store/lists/list-rows.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { liveFilterText, shownWatch } from '../../../src/store/live/live-selectors.js';
import { watchRows } from '../../../src/store/live/watch-rows.js';
import { eventRows } from '../../../src/store/tail/event-rows.js';
import { shownTail } from '../../../src/store/tail/tail-selectors.js';

/** The list of the current place with so many of its rows drawn. */
export const listIn =
  (height: number): ViewportOf =>
  (state) => {
    const list = currentList(state);
    return list && { rows: listRows(list), height };
  };

/** The live pane with so many of its rows drawn. */
export const liveIn =
  (height: number): ViewportOf =>
  (state) => {
    const tail = shownTail(state);
    if (tail) return { rows: eventRows(tail), height };
    const watch = shownWatch(state);
    return watch && { rows: watchRows(watch.lines, liveFilterText(state)), height };
  };
