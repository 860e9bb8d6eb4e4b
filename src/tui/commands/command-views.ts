import type { State } from '../../store/state.js';
import { spell } from '../../text/sentence.js';
import { overlaySize } from '../screen/layout.js';
import type { Hint } from '../screen/status-line.js';
import type { Choice } from '../views/choice-lines.js';
import { type HelpCommand, helpLines } from '../views/help-lines.js';
import { type Command, type CommandContext, categories } from './command.js';
import { commandsHere } from './commands.js';
import { keyLabel } from './key-name.js';
import { paletteItems } from './palette-items.js';
import { refusalOf } from './run-command.js';

/** What help is made from. */
export type HelpContext = Pick<CommandContext, 'state' | 'commands' | 'layout'>;

/** What an account that has just come up invites to. */
const firstSteps = [
  'open.collection',
  'place.followers',
  'place.follows',
  'copy.menu',
  'browser.open',
  'calls.show',
  'pane.reload',
  'place.go-to',
  'help.show',
];

/** The words of the status bar: commands that have one and are possible now, in the order of the table. */
export function hintsOf(state: State, commands: readonly Command[]): readonly Hint[] {
  return commandsHere({ state, commands }).flatMap((command) => {
    const { hint, applies } = command;
    const [key] = command.keys;
    if (key === undefined || hint === undefined || applies?.(state) === false) return [];
    return refusalOf(command, state) ? [] : [{ keys: keyLabel(key), title: hint }];
  });
}

/** All of help, each line as wide as the overlay has room for. */
export const helpLinesOf = (context: HelpContext): readonly string[] =>
  helpLines(helpOf(context), overlaySize(context.layout).width);

/** Help: the commands of the pane that it lies over, with the reason where one is not possible now. */
export function helpOf({ state, commands }: Omit<HelpContext, 'layout'>): readonly HelpCommand[] {
  const under = { ...state, overlay: undefined };
  const here = commandsHere({ state: under, commands });
  return categories.flatMap((category) =>
    here
      .filter((command) => command.category === category && command.keys.length > 0)
      .map((command) => ({
        keys: command.keys.map(keyLabel),
        title: command.title,
        category,
        reason: reasonOf(command, under),
      })),
  );
}

function reasonOf(command: Command, state: State): string | undefined {
  const refusal = refusalOf(command, state);
  return refusal === undefined ? undefined : spell(refusal, state.words);
}

/** The lines below the `:` prompt. */
export const gotoChoicesOf = (state: State, commands: readonly Command[]): readonly Choice[] =>
  paletteItems({ state, commands }).map((item) => ({
    title: item.title,
    aside:
      item.kind === 'command' ? item.keys.map(keyLabel).join(' ') : item.kind === 'recent' ? 'recent' : '',
  }));

/** What one can do next where an account has just come up, by the commands that do it. */
export const nextStepsOf = (commands: readonly Command[]): readonly Hint[] =>
  firstSteps.flatMap((id) => {
    const command = commands.find((candidate) => candidate.id === id);
    const key = command?.keys[0];
    return command && key !== undefined ? [{ keys: keyLabel(key), title: command.title }] : [];
  });
