import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { useAppState } from '../app-state.js';
import { helpLinesOf } from '../command-views.js';
import { Frame, Spoken } from '../frame.js';
import type { Command } from '../keys/command.js';
import { type Layout, overlaySize } from '../layout.js';
import { drawHelp } from './help-lines.js';
import { indented } from './indented.js';

export interface HelpOverlayProps {
  readonly layout: Layout;
  readonly top: number;
  readonly commands: readonly Command[];
}

/** Every command that works here. */
export const HelpOverlay = memo(function HelpOverlay({ layout, top, commands }: HelpOverlayProps) {
  const spoken = useIsScreenReaderEnabled();
  const state = useAppState((all) => all);
  const size = overlaySize(layout);
  const lines = helpLinesOf({ state, commands, layout });
  if (spoken) return <Spoken title="Help" lines={lines} />;
  const last = Math.min(lines.length, top + size.height);
  const info =
    lines.length > size.height ? `${Math.min(top + 1, lines.length)}–${last} of ${lines.length}` : undefined;
  return (
    <Frame
      rect={layout.area}
      title={{ name: 'Help: the keys that work here', info }}
      focused
      lines={indented(drawHelp(lines, top, size))}
    />
  );
});
