import { useIsScreenReaderEnabled } from 'ink';
import type { Scroll } from '../../store/scroll.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Rect, type Size } from '../screen/layout.js';

export interface LiveFrameProps {
  readonly rect: Rect;
  readonly name: string;
  readonly info: string;
  readonly draw: (
    view: { readonly scroll: Scroll; readonly focused: boolean },
    size: Size,
  ) => readonly string[];
  /** The newest lines as they are read aloud. */
  readonly say: () => readonly string[];
}

/** The frame of the live pane, whatever comes in it. */
export function LiveFrame({ rect, name, info, draw, say }: LiveFrameProps) {
  const spoken = useIsScreenReaderEnabled();
  const scroll = useAppState((state) => state.liveScroll);
  const focused = useAppState((state) => currentPlace(state).focus === 'live');
  const focusedAbove = useAppState((state) => {
    const { focus, side } = currentPlace(state);
    return focus === side;
  });
  if (spoken) {
    return <Spoken role="list" title={sanitise(`${name}, ${info}`)} lines={say().map(sanitise)} />;
  }
  return (
    <Frame
      rect={rect}
      title={{ number: 5, name, info }}
      focused={focused}
      focusedAbove={focusedAbove}
      lines={draw({ scroll, focused }, innerSize(rect))}
    />
  );
}
