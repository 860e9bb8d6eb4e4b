import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { currentPlace } from '../../store/selectors.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import { useAppState } from '../app-state.js';
import { Frame, Spoken } from '../frame.js';
import { innerSize, type Rect } from '../layout.js';
import { sanitise } from '../text/sanitise.js';
import { drawTail, spokenEvent, tailInfo } from './tail-lines.js';

/** Live events: of a repo, of a collection, or of the network. */
export const TailPane = memo(function TailPane({ rect }: { rect: Rect }) {
  const spoken = useIsScreenReaderEnabled();
  const tail = useAppState(shownTail);
  const watched = useAppState((state) => state.watches.size);
  const names = useAppState((state) => state.names);
  useAppState((state) => state.namesVersion);
  const scroll = useAppState((state) => state.liveScroll);
  const focused = useAppState((state) => currentPlace(state).focus === 'live');
  const focusedAbove = useAppState((state) => {
    const { focus, side } = currentPlace(state);
    return focus === side;
  });
  if (!tail) return null;
  const name = `Tail ── ${tail.name}`;
  const info = `${tailInfo(tail)}${watched > 0 ? ` · ${watched} watched` : ''}`;
  if (spoken) {
    const said: string[] = [];
    for (let index = 0; index < Math.min(10, tail.shown.length); index++)
      said.push(spokenEvent(tail.shown.at(index)!, names));
    return <Spoken role="list" title={sanitise(`${name}, ${info}`)} lines={said.map(sanitise)} />;
  }
  return (
    <Frame
      rect={rect}
      title={{ number: 5, name, info }}
      focused={focused}
      focusedAbove={focusedAbove}
      lines={drawTail(tail, { scroll, focused, names }, innerSize(rect))}
    />
  );
});
