import { editable } from '../../store/edits/editable.js';
import type { State } from '../../store/state.js';
import { textArgument } from './arguments.js';
import { type Command, type CommandContext, paneScopes, withArgument } from './command.js';
import { helpText, shownJson, shownText } from './shown-text.js';

const NO_JSON = 'There is no record and no document here that an editor could open.';
const NOTHING = 'There is nothing here that a command could read.';

const isHelp = ({ overlay }: State): boolean => overlay?.kind === 'menu' && overlay.view === 'help';

const pipedText = (context: CommandContext) =>
  isHelp(context.state) ? helpText(context) : shownText(context.state);

/** Giving what is shown to programs of the user. */
export const handOverCommands: readonly Command[] = [
  {
    id: 'edit',
    name: 'edit',
    keys: ['e'],
    title: 'edit a record of your own in $VISUAL or $EDITOR; open other JSON there to be read',
    category: 'Tools',
    scopes: [...paneScopes, 'calls', 'call'],
    refuse: (state) => (shownJson(state) ? undefined : NO_JSON),
    run({ state, actions }) {
      const own = editable(state);
      if (own) return actions.editRecord(own.uri, own.stored);
      const text = shownJson(state);
      if (text) actions.openInEditor(text);
    },
  },
  withArgument({
    id: 'pipe',
    name: 'pipe',
    keys: ['|'],
    title: 'give what is shown to a command, or to $PAGER',
    category: 'Tools',
    scopes: [...paneScopes, 'calls', 'call', 'help'],
    refuse: (state) => (isHelp(state) || shownText(state) ? undefined : NOTHING),
    args: textArgument('command'),
    titleWith: (command) => `give what is shown to ${command}`,
    run(context, command) {
      const text = pipedText(context);
      if (text && command === undefined) context.actions.openPipe(text);
      else if (text && command !== undefined) context.actions.pipeTo(text, command);
    },
  }),
  {
    id: 'pipe.run',
    keys: ['Enter'],
    title: 'run the command; an empty one is the pager',
    category: 'Typing',
    scopes: ['pipe'],
    hint: 'run',
    run: ({ actions }) => actions.runPipe(),
  },
];
