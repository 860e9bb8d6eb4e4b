import { keyedRows } from '../../store/cursor/cursor-rows.js';
import { positionOf } from '../../store/cursor/list-cursor.js';
import type { PromptEdit } from '../../store/overlays/prompt.js';
import { meantPlace, selectedStart } from '../../store/start/start-rows.js';
import { type Command, type CommandContext, promptScopes } from './command.js';
import { paletteItems, paletteKey } from './palette-items.js';
import { runCommand } from './run-command.js';
import { openAccountsOrSignIn } from './sign-in-commands.js';
import { moveActive } from './view-list.js';

const editing = (id: string, keys: readonly string[], title: string, kind: PromptEdit['kind']): Command => ({
  id: `edit.${id}`,
  keys,
  title,
  category: 'Typing',
  scopes: promptScopes,
  run: ({ actions }) => actions.edit({ kind } as PromptEdit),
});

function runPalette(context: CommandContext): void {
  const { overlay } = context.state;
  if (overlay?.kind !== 'goto') return;
  const items = paletteItems(context);
  const item = items[positionOf(overlay.cursor, keyedRows(items.map(paletteKey)))];
  if (item?.kind === 'command' && item.isIncomplete) context.actions.openGoto(`${item.command.name} `);
  else if (item?.kind === 'command') {
    context.actions.closeOverlay();
    runCommand(item.command, context, item.argument);
  } else if (item?.kind === 'reason') {
    // The prompt stays open, so that what is typed can be put right.
  } else if (item) context.actions.goToText(item.address);
  else if (overlay.prompt.text.trim() === '') context.actions.closeOverlay();
  else context.actions.goToText(overlay.prompt.text);
}

/** Typing into a prompt. */
export const promptCommands: readonly Command[] = [
  {
    id: 'prompt.go',
    keys: ['Enter'],
    title: 'go there, or run it',
    category: 'Typing',
    scopes: ['goto'],
    hint: 'go',
    run: runPalette,
  },
  {
    id: 'start.go',
    keys: ['Enter'],
    title: 'go there',
    category: 'Typing',
    scopes: ['start'],
    hint: 'go',
    run({ state, actions }) {
      const line = selectedStart(state);
      if (line.kind === 'accounts') openAccountsOrSignIn(state, actions);
      else if (line.kind === 'prompt') {
        actions.goToText(meantPlace(state)?.address ?? state.start.prompt.text);
      } else actions.goToText(line.address);
    },
  },
  {
    id: 'filter.keep',
    keys: ['Enter', 'Down'],
    title: 'keep the filter and go back to what is filtered',
    category: 'Typing',
    scopes: ['filter'],
    hint: 'keep',
    run({ state, actions }) {
      const { overlay } = state;
      actions.closeOverlay();
      actions.focus(overlay?.kind === 'filter' && overlay.live ? 'live' : 'list');
    },
  },
  {
    id: 'filter.cancel',
    keys: ['Esc'],
    title: 'show all rows again',
    category: 'Typing',
    scopes: ['filter'],
    hint: 'clear',
    run({ actions }) {
      actions.clearFilter();
      actions.closeOverlay();
    },
  },
  {
    id: 'prompt.cancel',
    keys: ['Esc'],
    title: 'close the prompt',
    category: 'Typing',
    scopes: ['goto', 'pipe', 'find', 'count', 'method-form'],
    hint: 'close',
    run: ({ actions }) => actions.closeOverlay(),
  },
  {
    id: 'start.clear',
    keys: ['Esc'],
    title: 'empty the prompt',
    category: 'Typing',
    scopes: ['start'],
    run({ actions }) {
      actions.edit({ kind: 'home' });
      actions.edit({ kind: 'delete-to-end' });
    },
  },
  {
    id: 'prompt.down',
    keys: ['Down', 'Tab'],
    title: 'go to the next line below the prompt',
    category: 'Typing',
    scopes: ['goto', 'start'],
    run: (context) => moveActive(context, 1),
  },
  {
    id: 'prompt.up',
    keys: ['Up', 'Shift-Tab'],
    title: 'go to the line above',
    category: 'Typing',
    scopes: ['goto', 'start'],
    run(context) {
      const { overlay } = context.state;
      // The last line is above the prompt of the start screen.
      const isOnPrompt = !overlay && selectedStart(context.state).kind === 'prompt';
      moveActive(context, isOnPrompt ? 'last' : -1);
    },
  },
  editing('left', ['Left', 'Ctrl-b'], 'go one character left', 'left'),
  editing('right', ['Right', 'Ctrl-f'], 'go one character right', 'right'),
  editing('word-left', ['Alt-b', 'Alt-Left', 'Ctrl-Left'], 'go one word left', 'word-left'),
  editing('word-right', ['Alt-f', 'Alt-Right', 'Ctrl-Right'], 'go one word right', 'word-right'),
  editing('home', ['Home', 'Ctrl-a'], 'go to the start', 'home'),
  editing('end', ['End', 'Ctrl-e'], 'go to the end', 'end'),
  editing('backspace', ['Backspace', 'Ctrl-h'], 'delete the character before', 'backspace'),
  editing('delete', ['Delete', 'Ctrl-d'], 'delete the character behind', 'delete'),
  editing('delete-word', ['Ctrl-w', 'Alt-Backspace'], 'delete the word before', 'delete-word'),
  editing('delete-word-after', ['Alt-d', 'Alt-Delete'], 'delete the word behind', 'delete-word-after'),
  editing('delete-to-start', ['Ctrl-u'], 'delete everything before', 'delete-to-start'),
  editing('delete-to-end', ['Ctrl-k'], 'delete everything behind', 'delete-to-end'),
];
