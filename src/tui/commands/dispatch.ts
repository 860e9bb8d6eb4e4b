import type { Key } from 'ink';
import type { AppStore } from '../../store/app-store.js';
import type { Layout } from '../screen/layout.js';
import type { Offers } from '../screen/offers.js';
import { type Command, type CommandContext, isPrompt, scopeOf } from './command.js';
import { commandFor } from './commands-here.js';
import { keyName, nameOfCharacter } from './key-name.js';
import { runCommand } from './run-command.js';

/** Turns what is typed into commands. There is one, and it keeps nothing: each key reads the state afresh. */
export interface Dispatcher {
  /** What Ink's `useInput` gives: a key, or a burst of text. */
  input(input: string, key: Key): void;
  /** A bracketed paste. Where no prompt is open it goes to a new `:` prompt: nobody pastes key strokes. */
  paste(text: string): void;
}

const CONTROL = /[\x00-\x1f\x7f]/;

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
    const command = commandFor(name, context);
    if (command) runCommand(command, context);
  }

  function type(text: string): void {
    // One key may open a prompt for the rest of the burst, and Enter close it again.
    let rest = text;
    while (rest !== '') {
      const [character = ''] = rest;
      if (isPrompt(scopeOf(store.getState())) && !CONTROL.test(character)) {
        const end = rest.search(CONTROL);
        const run = end === -1 ? rest : rest.slice(0, end);
        store.actions.dismissNotice();
        store.actions.edit({ kind: 'insert', text: run });
        rest = rest.slice(run.length);
      } else {
        press(nameOfCharacter(character));
        rest = rest.slice(character.length);
      }
    }
  }

  return {
    input(input, key) {
      if (key.eventType === 'release') return;
      const name = keyName(input, key);
      if (name) press(name);
      else type(input);
    },
    paste(text) {
      const trimmed = text.trim();
      if (trimmed === '') return;
      if (!isPrompt(scopeOf(store.getState()))) store.actions.openGoto();
      store.actions.dismissNotice();
      store.actions.edit({ kind: 'insert', text: trimmed });
    },
  };
}
