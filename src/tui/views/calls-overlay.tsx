import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { selectedCall } from '../../store/calls/selected-call.js';
import { sanitise } from '../../text/sanitise.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, type Layout, overlaySize } from '../screen/layout.js';
import { callLines } from './call-lines.js';
import { drawCalls } from './calls-lines.js';
import { drawHelp } from './help-lines.js';
import { indented } from './indented.js';

export interface CallsOverlayProps {
  readonly layout: Layout;
  /** Id of the call with the cursor; undefined for the newest. */
  readonly selected: number | undefined;
  /** Id of the call whose answer is open. */
  readonly open: number | undefined;
  /** First line shown of the open answer. */
  readonly top: number;
}

/** The XRPC calls behind the screen, or one of them with its answer. */
export const CallsOverlay = memo(function CallsOverlay({ layout, selected, open, top }: CallsOverlayProps) {
  const spoken = useIsScreenReaderEnabled();
  const calls = useAppState((state) => state.calls);
  const opened = open === undefined ? undefined : calls.find(({ id }) => id === open);
  if (opened) {
    const size = overlaySize(layout);
    const lines = callLines(opened, spoken ? 100 : size.width);
    const shown = drawHelp(lines, top, size);
    if (spoken) return <Spoken title={`Call ${sanitise(opened.nsid)}`} lines={shown} />;
    const info = `${Math.min(top + 1, lines.length)}–${Math.min(top + size.height, lines.length)} of ${lines.length}`;
    return <Frame rect={layout.area} title={{ name: opened.nsid, info }} focused lines={indented(shown)} />;
  }
  const at = selectedCall(calls, selected);
  const info = calls.length > 0 ? `${at + 1} of ${calls.length}` : undefined;
  if (spoken) {
    const lines = drawCalls(calls, selected, { width: 120, height: 21 });
    return <Spoken role="table" title={`Calls, selected ${info ?? 'none'}`} lines={lines} />;
  }
  return (
    <Frame
      rect={layout.area}
      title={{ name: 'Calls', info }}
      focused
      lines={drawCalls(calls, selected, innerSize(layout.area))}
    />
  );
});
