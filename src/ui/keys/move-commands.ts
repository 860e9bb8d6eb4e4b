import { type Command, menuScopes, paneScopes } from './command.js';
import { moveFocused } from './move-focused.js';

const scopes = [...paneScopes, ...menuScopes];

/** Moving in whatever list has the focus. */
export const moveCommands: readonly Command[] = [
  {
    id: 'move.down',
    keys: ['j', 'Down'],
    title: 'one line down',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, () => 1),
  },
  {
    id: 'move.up',
    keys: ['k', 'Up'],
    title: 'one line up',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, () => -1),
  },
  {
    id: 'move.first',
    keys: ['g', 'Home'],
    title: 'to the first line',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, () => 'first'),
  },
  {
    id: 'move.last',
    keys: ['G', 'End'],
    title: 'to the last line loaded',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, () => 'last'),
  },
  {
    id: 'move.half-down',
    keys: ['Ctrl-d'],
    title: 'half a screen down',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, (height) => Math.max(1, height >> 1)),
  },
  {
    id: 'move.half-up',
    keys: ['Ctrl-u'],
    title: 'half a screen up',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, (height) => -Math.max(1, height >> 1)),
  },
  {
    id: 'move.page-down',
    keys: ['PgDn', 'Ctrl-f'],
    title: 'a screen down',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, (height) => Math.max(1, height - 1)),
  },
  {
    id: 'move.page-up',
    keys: ['PgUp', 'Ctrl-b'],
    title: 'a screen up',
    category: 'Move',
    scopes,
    run: (context) => moveFocused(context, (height) => -Math.max(1, height - 1)),
  },
];
