import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Size } from '../screen/layout.js';
import type { HelpCommand } from '../screen/offers.js';
import type { View } from '../screen/view.js';
import { helpLines } from './help-lines.js';
import { indented, withinMargins } from './indented.js';
import { drawText, partText } from './text-lines.js';

interface HelpSeen {
  readonly commands: readonly HelpCommand[];
  readonly cursor: ListCursor;
}

const NAME = 'Help: the keys that work here';

/** Every command that works here. */
export const helpView: View<'help', HelpSeen> = {
  id: 'help',
  stand: 'area',
  see: (state, offers) => ({
    commands: offers.help(state),
    cursor: state.overlay?.kind === 'menu' ? state.overlay.cursor : atFirst,
  }),
  title: (seen, size) => ({ name: NAME, info: partText(windowAt(seen, size)) }),
  list: ({ commands, cursor }, size) => ({ cursor, viewport: viewportOf(commands, size) }),
  picture(seen, size) {
    const room = withinMargins(size);
    const lines = helpLines(seen.commands, room.width);
    return {
      lines: indented(drawText(lines, windowAt(seen, size), room)),
      hits: () => [],
      spoken: () => ({ title: 'Help', lines }),
    };
  },
};

function viewportOf(commands: readonly HelpCommand[], size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(helpLines(commands, width).length), height };
}

const windowAt = ({ commands, cursor }: HelpSeen, size: Size) => windowOf(cursor, viewportOf(commands, size));
