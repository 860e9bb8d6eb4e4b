import { memo } from 'react';
import { shownTail } from '../../store/tail/tail-selectors.js';
import { useAppState } from '../screen/app-state.js';
import type { Rect } from '../screen/layout.js';
import { LiveFrame } from './live-frame.js';
import { drawTail, spokenEvent, tailInfo } from './tail-lines.js';

const shortestName = 8;
/** Cells of a title beside name and info. */
const aroundName = 22;

/** Live events: of a repo, of a collection, or of the network. */
export const TailPane = memo(function TailPane({ rect }: { rect: Rect }) {
  const tail = useAppState(shownTail);
  const watched = useAppState((state) => state.watches.size);
  const words = useAppState((state) => state.words);
  const names = useAppState((state) => state.names);
  useAppState((state) => state.namesVersion);
  if (!tail) return null;
  const info = `${tailInfo(tail, words)}${watched > 0 ? ` · ${watched} watched` : ''}`;
  // A long name would leave no room for what waits, or that it is paused.
  const room = Math.max(shortestName, rect.width - info.length - aroundName);
  const name = tail.name.length > room ? `${tail.name.slice(0, room - 1)}…` : tail.name;
  return (
    <LiveFrame
      rect={rect}
      name={`${tail.kind === 'stream' ? 'Stream' : 'Tail'} ── ${name}`}
      info={info}
      draw={(view, size) => drawTail(tail, { ...view, names }, size)}
      say={() =>
        Array.from({ length: Math.min(10, tail.shown.length) }, (_, index) =>
          spokenEvent(tail.shown.at(index)!, names),
        )
      }
    />
  );
});
