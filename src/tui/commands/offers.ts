import type { State } from '../../store/state.js';
import { spell } from '../../text/sentence.js';
import type { Choice, HelpCommand, Hint, Offers } from '../screen/offers.js';
import { CATEGORIES, type Command, paneScopes, type Scope, scopeOf } from './command.js';
import { commandsHere, isNamedIn } from './commands-here.js';
import { keyLabel } from './key-name.js';
import { paletteItems, paletteKey } from './palette-items.js';
import { refusalOf } from './run-command.js';

/** What views show of a table of commands. For the same state it gives the same. */
export function offersOf(commands: readonly Command[]): Offers {
  return {
    hints: onceForState((state) => hintsIn(state, commands).flatMap((command) => hintOf(command, state))),
    help: onceForState((state) => helpIn(state, commands)),
    choices: onceForState((state) => choicesIn(state, commands)),
  };
}

/** Works a thing out once for each state: views ask for it to draw, and keys to count. */
function onceForState<T extends object>(workOut: (state: State) => T): (state: State) => T {
  const known = new WeakMap<State, T>();
  return (state) => {
    let found = known.get(state);
    if (!found) {
      found = workOut(state);
      known.set(state, found);
    }
    return found;
  };
}

/**
 * The commands that have a word for the status bar and are possible now: what Enter does, the pane's own keys, the way to other places,
 * and what works everywhere; in the order of the table within each of them.
 */
const hintsIn = (state: State, commands: readonly Command[]): readonly Command[] =>
  commandsHere({ state, commands })
    .filter(
      (command) =>
        command.hint !== undefined && command.applies?.(state) !== false && !refusalOf(command, state),
    )
    .filter(isFirstOfItsKey)
    .toSorted((a, b) => hintRank(a) - hintRank(b));

/** Of two commands with one key it does the first that is possible. */
function isFirstOfItsKey({ keys: [key] }: Command, at: number, all: readonly Command[]): boolean {
  return all.findIndex(({ keys: [first] }) => first === key) === at;
}

function hintRank({ keys, scopes, category }: Command): number {
  if (keys[0] === 'Enter') return 0;
  if (scopes.length < paneScopes.length || category === 'List') return 1;
  return category === 'Places' ? 2 : 3;
}

function hintOf({ id, keys: [key], hint }: Command, state: State): readonly Hint[] {
  if (key === undefined || hint === undefined) return [];
  return [{ keys: keyLabel(key), title: typeof hint === 'string' ? hint : hint(state), command: id }];
}

/** What works in one pane alone is what one looks for there. */
const ONLY_HERE = 'Only here';

/** The keys of a command in a scope; where it has none, its name behind a colon. */
function callsOf({ keys, name, scopes }: Command, scope: Scope): readonly string[] {
  if (keys.length > 0 && scopes.includes(scope)) return keys.map(keyLabel);
  return name === undefined ? [] : [`:${name}`];
}

/** The commands of the pane that help lies over, what works nowhere else first, with the reason where one is not possible now. */
function helpIn(state: State, commands: readonly Command[]): readonly HelpCommand[] {
  const under = { ...state, overlay: undefined, searching: undefined };
  const scope = scopeOf(under);
  const here = commands.filter((command) => command.scopes.includes(scope) || isNamedIn(command, scope));
  const told = CATEGORIES.flatMap((category) =>
    here
      .filter((command) => command.category === category && callsOf(command, scope).length > 0)
      .map((command) => ({
        keys: callsOf(command, scope),
        title: command.title,
        category: command.scopes.length === 1 ? ONLY_HERE : category,
        reason: reasonOf(command, under),
      })),
  );
  return told.toSorted((a, b) => Number(b.category === ONLY_HERE) - Number(a.category === ONLY_HERE));
}

function reasonOf(command: Command, state: State): string | undefined {
  const refusal = refusalOf(command, state);
  return refusal === undefined ? undefined : spell(refusal, state.words);
}

const choicesIn = (state: State, commands: readonly Command[]): readonly Choice[] =>
  paletteItems({ state, commands }).map((item) => ({
    key: paletteKey(item),
    title: item.title,
    isSaid: item.kind === 'reason' || undefined,
    aside:
      item.kind === 'command'
        ? item.keys.map(keyLabel).join(' ')
        : item.kind === 'recent' || item.kind === 'person'
          ? item.kind
          : '',
  }));
