import type { Step } from '../../store/scroll.js';
import { type Command, menuScopes, paneScopes } from './command.js';
import { moveFocused } from './move-focused.js';

/** A move by what `stepOf` makes of the height, in lines, of what has the keys. */
const moving = (
  id: string,
  keys: readonly string[],
  title: string,
  stepOf: (height: number) => Step,
): Command => ({
  id: `move.${id}`,
  keys,
  title,
  category: 'Move',
  scopes: [...paneScopes, ...menuScopes],
  run: (context) => moveFocused(context, stepOf),
});

const half = (height: number): number => Math.max(1, height >> 1);
/** A line of the screen before stays in sight. */
const whole = (height: number): number => Math.max(1, height - 1);

/** Moving in whatever list has the focus. */
export const moveCommands: readonly Command[] = [
  moving('down', ['j', 'Down'], 'go one line down', () => 1),
  moving('up', ['k', 'Up'], 'go one line up', () => -1),
  moving('first', ['g', 'Home'], 'go to the first line', () => 'first'),
  moving('last', ['G', 'End'], 'go to the last line loaded', () => 'last'),
  moving('half-down', ['Ctrl-d'], 'go half a screen down', half),
  moving('half-up', ['Ctrl-u'], 'go half a screen up', (height) => -half(height)),
  moving('page-down', ['PgDn', 'Ctrl-f'], 'go a screen down', whole),
  moving('page-up', ['PgUp', 'Ctrl-b'], 'go a screen up', (height) => -whole(height)),
];
