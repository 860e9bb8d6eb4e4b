import type { AppStore } from '../../store/app-store.js';
import { PROMPT_FULL } from '../../store/overlays/prompt.js';
import type { Layout } from '../screen/layout.js';
import type { Offers } from '../screen/offers.js';
import type { Input } from '../terminal/input/stage.js';
import { type Command, type CommandContext, isPrompt, scopeOf } from './command.js';
import { commandFor } from './commands-here.js';
import { nameOfCharacter, withoutShift } from './key-name.js';
import { runCommand } from './run-command.js';

/**
 * Turns what is typed into commands. There is one, and it keeps nothing: each key reads the state afresh. A paste goes to a new `:`
 * prompt where none is open: nobody pastes key strokes.
 */
export type Dispatcher = (input: Input) => void;

export function createDispatcher(deps: {
  store: AppStore;
  commands: readonly Command[];
  offers: Offers;
  layoutOf: () => Layout;
  quit: () => void;
  suspend: () => void;
  repaint: () => void;
}): Dispatcher {
  const { store, commands, quit, suspend, repaint } = deps;

  const contextNow = (): CommandContext => ({
    state: store.getState(),
    actions: store.actions,
    layout: deps.layoutOf(),
    commands,
    offers: deps.offers,
    quit,
    suspend,
    repaint,
  });

  function press(name: string): void {
    if (name === 'Ctrl-c') quit();
    else if (name === 'Ctrl-z') suspend();
    else runKey(name);
  }

  function runKey(name: string): void {
    store.actions.dismissNotice();
    const context = contextNow();
    const command = commandFor(name, context) ?? commandFor(withoutShift(name), context);
    if (command) runCommand(command, context);
  }

  function type(text: string): void {
    // One key may open a prompt for the rest of the burst.
    let rest = text;
    while (rest !== '') {
      if (isPrompt(scopeOf(store.getState()))) {
        store.actions.dismissNotice();
        store.actions.edit({ kind: 'insert', text: rest });
        return;
      }
      const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      press(nameOfCharacter(character));
      rest = rest.slice(character.length);
    }
  }

  function paste(text: string, isCut: boolean): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    if (!isPrompt(scopeOf(store.getState()))) store.actions.openGoto();
    store.actions.dismissNotice();
    store.actions.edit({ kind: 'insert', text: trimmed });
    if (isCut) store.actions.notify(PROMPT_FULL, 'error');
  }

  return (input) => {
    if (input.kind === 'key') press(input.name);
    else if (input.kind === 'text') type(input.text);
    else paste(input.text, input.isCut);
  };
}
