import type { Step } from '../../store/cursor/list-cursor.js';
import { type Command, menuScopes, paneScopes } from './command.js';
import { moveActive } from './view-list.js';

const moving = (id: string, keys: readonly string[], title: string, step: Step): Command => ({
  id: `move.${id}`,
  keys,
  title,
  category: 'Move',
  scopes: [...paneScopes, ...menuScopes],
  run: (context) => moveActive(context, step),
});

/** Moving in whatever list has the focus. */
export const moveCommands: readonly Command[] = [
  moving('down', ['j', 'Down'], 'go one line down', { lines: 1 }),
  moving('up', ['k', 'Up'], 'go one line up', { lines: -1 }),
  moving('first', ['g', 'Home'], 'go to the first line', 'first'),
  moving('last', ['G', 'End'], 'go to the last line loaded', 'last'),
  moving('half-down', ['Ctrl-d'], 'go half a screen down', { screens: 0.5 }),
  moving('half-up', ['Ctrl-u'], 'go half a screen up', { screens: -0.5 }),
  moving('page-down', ['PgDn', 'Ctrl-f'], 'go a screen down', { screens: 1 }),
  moving('page-up', ['PgUp', 'Ctrl-b'], 'go a screen up', { screens: -1 }),
];
