import { atFirst } from '../cursor/list-cursor.js';
import type { TailState } from '../tail/tail-state.js';
import type { VisitsState } from '../visits/visits-state.js';
import { withVisit } from '../visits/visits-update.js';
import type { WatchesState } from '../watch/watch-state.js';
import type { LiveSource, LiveState } from './live-state.js';

type Living = LiveState & TailState & WatchesState & VisitsState;

/**
 * The state with the live pane showing something that is there: what it shows, or else the watch that began last, or the tail.
 * Where there is nothing live the focus leaves the pane.
 */
export function withLiveLeft<S extends Living>(state: S): S {
  const { live, tail, watches, visit } = state;
  const isThere = live?.kind === 'watch' ? watches.has(live.did) : live && tail !== undefined;
  if (isThere) return state;
  const did = [...watches.keys()].at(-1);
  const other: LiveSource | undefined = did === undefined ? tail && { kind: 'tail' } : { kind: 'watch', did };
  const next = { ...state, live: other, liveCursor: atFirst };
  return other === undefined && visit.focus === 'live' ? withVisit(next, { focus: visit.side }) : next;
}
