import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Search } from '../../store/search/search-state.js';
import type { Size } from '../screen/layout.js';
import type { HelpCommand } from '../screen/offers.js';
import { matchText } from '../screen/search-text.js';
import { litRows, type Sheet } from '../screen/sheet.js';
import type { View } from '../screen/view.js';
import { helpLines, helpSheet } from './help-lines.js';
import { indented, withinMargins } from './indented.js';
import { drawText, partText } from './text-lines.js';

interface HelpSeen {
  readonly commands: readonly HelpCommand[];
  readonly cursor: ListCursor;
  readonly search?: Search | undefined;
}

const NAME = 'Help: the keys that work here';

/** Every command that works here. */
export const helpView: View<'help', HelpSeen> = {
  id: 'help',
  stand: 'area',
  see: (state, offers) => ({
    commands: offers.help(state),
    cursor: state.overlay?.kind === 'menu' ? state.overlay.cursor : atFirst,
    search: state.overlay?.kind === 'menu' ? state.overlay.search : undefined,
  }),
  title: (seen, size) => ({
    name: NAME,
    kept: matchText(seen.search, sheetAt(seen, size)),
    info: partText(windowAt(seen, size)),
  }),
  search: sheetAt,
  list: ({ commands, cursor }, size) => ({ cursor, viewport: viewportOf(commands, size) }),
  picture(seen, size) {
    const room = withinMargins(size);
    const { lines } = sheetAt(seen, size);
    return {
      lines: indented(litRows(drawText(lines, windowAt(seen, size), room), seen.search?.text)),
      hits: () => [],
      spoken: () => ({ title: 'Help', lines: helpLines(seen.commands, room.width) }),
    };
  },
};

function sheetAt({ commands }: HelpSeen, size: Size): Sheet {
  return helpSheet(commands, withinMargins(size).width);
}

function viewportOf(commands: readonly HelpCommand[], size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(helpSheet(commands, width).lines.length), height };
}

const windowAt = ({ commands, cursor }: HelpSeen, size: Size) => windowOf(cursor, viewportOf(commands, size));
