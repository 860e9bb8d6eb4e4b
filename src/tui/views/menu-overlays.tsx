import { Box, useIsScreenReaderEnabled } from 'ink';
import { memo } from 'react';
import { sanitise } from '../../text/sanitise.js';
import type { Command } from '../commands/command.js';
import { gotoChoicesOf } from '../commands/command-views.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import type { Layout, Rect } from '../screen/layout.js';
import { type Choice, drawChoices } from './choice-lines.js';

const widest = 100;
const tallest = 16;

interface MenuProps {
  readonly layout: Layout;
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly selected: number;
}

/** A menu over the lower left of the panes, where the prompt is. */
function Menu({ layout, title, choices, selected }: MenuProps) {
  const spoken = useIsScreenReaderEnabled();
  if (spoken) {
    const said = choices.map(({ title: name }) => sanitise(name));
    const chosen = said[selected];
    const first = chosen === undefined ? [] : [`selected, ${selected + 1} of ${said.length}: ${chosen}`];
    return <Spoken role="menu" title={title} lines={[...first, ...said]} />;
  }
  if (choices.length === 0) return null;
  const rect = menuRect(layout, choices.length);
  const lines = drawChoices(choices, selected, { width: rect.width - 2, height: rect.height - 2 });
  return (
    <Box position="absolute" left={rect.x} right={0} top={rect.y}>
      <Frame rect={rect} title={{ name: title }} focused lines={lines} />
    </Box>
  );
}

function menuRect({ area }: Layout, count: number): Rect {
  const height = Math.min(count + 2, tallest, area.height);
  return { x: 0, y: area.height - height, width: Math.min(widest, area.width), height };
}

export interface GotoOverlayProps {
  readonly layout: Layout;
  readonly selected: number;
  readonly commands: readonly Command[];
}

/** What the text of the `:` prompt can mean. The prompt itself is in the status bar. */
export const GotoOverlay = memo(function GotoOverlay({ layout, selected, commands }: GotoOverlayProps) {
  const state = useAppState((all) => all);
  return <Menu layout={layout} title="Go to" choices={gotoChoicesOf(state, commands)} selected={selected} />;
});

/** What can be copied here. */
export const CopyOverlay = memo(function CopyOverlay({ layout }: { layout: Layout }) {
  const overlay = useAppState((state) => state.overlay);
  if (overlay?.kind !== 'copy') return null;
  // A line of what would be copied tells it apart; a record's JSON is longer than any line.
  const choices = overlay.options.map(({ label, text }) => ({ title: label, aside: text.slice(0, widest) }));
  return <Menu layout={layout} title="Copy" choices={choices} selected={overlay.selected} />;
});
