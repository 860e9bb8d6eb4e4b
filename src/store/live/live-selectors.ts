import type { State } from '../state.js';
import type { Watch, WatchLine } from '../watch/watch-state.js';
import { liveRows } from './live-rows.js';

/** The watch that the live pane shows. */
export const shownWatch = (state: State): Watch | undefined =>
  state.live === undefined ? undefined : state.watches.get(state.live);

/** What the lines of that watch are filtered by; empty where they are not. */
export const liveFilterText = ({ live, liveFilter }: State): string =>
  liveFilter !== undefined && liveFilter.of === live ? liveFilter.text : '';

/** The line under the cursor of the live pane. */
export function selectedLive(state: State): WatchLine | undefined {
  const watch = shownWatch(state);
  if (!watch) return undefined;
  const rows = liveRows(watch.lines, liveFilterText(state));
  const index = rows.indexAt(rows.positionOf(state.liveScroll.selected));
  return index === undefined ? undefined : watch.lines[index];
}
