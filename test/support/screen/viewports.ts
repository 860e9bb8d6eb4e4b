import type { ViewportOf } from '../../../src/store/cursor/move-actions.js';
import { listRows } from '../../../src/store/lists/list-rows.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { liveRows } from '../../../src/store/live/live-selectors.js';

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
    const rows = liveRows(state);
    return rows && { rows, height };
  };
