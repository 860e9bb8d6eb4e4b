import { positionOf } from '../cursor/list-cursor.js';
import type { State } from '../state.js';
import type { Watch, WatchLine } from '../watch/watch-state.js';
import { watchRows } from './watch-rows.js';

/** The watch that the live pane shows. */
export const shownWatch = ({ live, watches }: State): Watch | undefined =>
  live?.kind === 'watch' ? watches.get(live.did) : undefined;

/** What the lines of that watch are filtered by; empty where they are not. */
export const liveFilterText = ({ live, liveFilter }: State): string =>
  live?.kind === 'watch' && liveFilter?.of === live.did ? liveFilter.text : '';

/** The line under the cursor of the live pane. */
export function selectedLive(state: State): WatchLine | undefined {
  const watch = shownWatch(state);
  if (!watch) return undefined;
  const rows = watchRows(watch.lines, liveFilterText(state));
  return rows.length === 0 ? undefined : watch.lines[rows.indexAt(positionOf(state.liveCursor, rows))];
}
