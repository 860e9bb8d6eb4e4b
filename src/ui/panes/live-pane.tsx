import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { currentPlace, shownWatch } from '../../store/selectors.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import { useAppState } from '../app-state.js';
import { Frame, Spoken } from '../frame.js';
import { innerSize, type Rect } from '../layout.js';
import { sanitise } from '../text/sanitise.js';
import { drawLive, liveInfo } from './live-lines.js';
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
  const spoken = useIsScreenReaderEnabled();
  const watch = useAppState(shownWatch);
  const others = useAppState((state) => state.watches.size - 1);
  const scroll = useAppState((state) => state.liveScroll);
  const focused = useAppState((state) => currentPlace(state).focus === 'live');
  const focusedAbove = useAppState((state) => {
    const { focus, side } = currentPlace(state);
    return focus === side;
  });
  if (!watch) return null;
  const name = `Live ── ${watch.repo.startsWith('did:') ? watch.repo : `@${watch.repo}`}`;
  const info = `${liveInfo(watch, Date.now())}${others > 0 ? ` · ${others} more watched` : ''}`;
  if (spoken) {
    const said = watch.lines.slice(0, 10).map(({ kind, handle, did }) => `${handle ?? did ?? ''} ${kind}`);
    return <Spoken role="list" title={sanitise(`${name}, ${info}`)} lines={said.map(sanitise)} />;
  }
  return (
    <Frame
      rect={rect}
      title={{ number: 5, name, info }}
      focused={focused}
      focusedAbove={focusedAbove}
      lines={drawLive(watch, scroll, focused, innerSize(rect))}
    />
  );
});
