import { memo } from 'react';
import { liveFilterText, shownWatch } from '../../store/live/live-selectors.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import { useAppState } from '../screen/app-state.js';
import type { Rect } from '../screen/layout.js';
import { useNow } from '../screen/use-now.js';
import { isConnected } from '../screen/watch-status.js';
import { LiveFrame } from './live-frame.js';
import { drawLive, liveInfo, spokenLines } from './live-lines.js';
import { TailPane } from './tail-pane.js';

/** What comes as it happens: the followers of a watched account, or the events of a tail. */
export const LivePane = memo(function LivePane({ rect }: { rect: Rect }) {
  return useAppState((state) => shownTail(state) !== undefined) ? (
    <TailPane rect={rect} />
  ) : (
    <WatchPane rect={rect} />
  );
});

const WatchPane = memo(function WatchPane({ rect }: { rect: Rect }) {
  const watch = useAppState(shownWatch);
  const filter = useAppState(liveFilterText);
  const now = useNow(watch !== undefined && !isConnected(watch));
  const others = useAppState((state) => state.watches.size - 1);
  if (!watch) return null;
  return (
    <LiveFrame
      rect={rect}
      name={`Live ── ${watch.repo.startsWith('did:') ? watch.repo : `@${watch.repo}`}`}
      info={`${liveInfo(watch, filter, now)}${others > 0 ? ` · ${others} more watched` : ''}`}
      draw={(view, size) => drawLive(watch, { ...view, filter }, size)}
      say={() => spokenLines(watch, filter)}
    />
  );
});
