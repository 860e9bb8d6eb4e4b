import { useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import type { Command } from '../commands/command.js';
import { helpLinesOf } from '../commands/command-views.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { type Layout, overlaySize } from '../screen/layout.js';
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
