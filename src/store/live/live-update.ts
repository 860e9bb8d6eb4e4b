import { atTop } from '../scroll.js';
import { type TailState, tailInPane } from '../tail/tail-state.js';
import type { VisitsState } from '../visits/visits-state.js';
import { withPlace } from '../visits/visits-update.js';
import type { WatchesState } from '../watch/watch-state.js';
import type { LiveState } from './live-state.js';

type Living = LiveState & TailState & WatchesState & VisitsState;

/**
 * The state with the live pane showing something that is there: what it shows, or else the watch that began last, or the tail.
 * Where there is nothing live the focus leaves the pane.
 */
export function withLiveLeft<S extends Living>(state: S): S {
  const { live, tail, watches, place } = state;
  const isThere = live !== undefined && (live === tailInPane ? tail !== undefined : watches.has(live));
  if (isThere) return state;
  const other = [...watches.keys()].at(-1) ?? (tail && tailInPane);
  const next = { ...state, live: other, liveScroll: atTop };
  return other === undefined && place.focus === 'live' ? withPlace(next, { focus: place.side }) : next;
}
