import { PROMPT_FULL } from '../../store/overlays/prompt.js';
import type { Input } from '../terminal/input/stage.js';
import { isPrompt, scopeOf } from './command.js';
import { contextOf, type DispatchDeps } from './command-context.js';
import { commandFor } from './commands-here.js';
import { followTyping } from './find-match.js';
import { nameOfCharacter, withoutShift } from './key-name.js';
import { runCommand } from './run-command.js';

/**
 * Turns what is typed into commands. There is one, and it keeps nothing: each key reads the state afresh. A paste goes to a new `:`
 * prompt where none is open: nobody pastes key strokes.
 */
export type Dispatcher = (input: Input) => void;

export function createDispatcher(deps: DispatchDeps): Dispatcher {
  const { store, quit, suspend } = deps;

  function press(name: string): void {
    if (name === 'Ctrl-c') quit();
    else if (name === 'Ctrl-z') suspend();
    else runKey(name);
  }

  function runKey(name: string): void {
    store.actions.dismissNotice();
    const context = contextOf(deps);
    const command = commandFor(name, context) ?? commandFor(withoutShift(name), context);
    if (command) runCommand(command, context);
  }

  function type(text: string): void {
    // One key may open a prompt for the rest of the burst.
    let rest = text;
    while (rest !== '') {
      if (isPrompt(scopeOf(store.getState())) && !isLetterKey(rest)) {
        store.actions.dismissNotice();
        store.actions.edit({ kind: 'insert', text: rest });
        return;
      }
      const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      press(nameOfCharacter(character));
      rest = rest.slice(character.length);
    }
  }

  /** Whether one letter alone is a key in the prompt that is open. What is pasted comes as more than one. */
  function isLetterKey(text: string): boolean {
    const isAlone = [...text].length === 1;
    return isAlone && commandFor(nameOfCharacter(text), contextOf(deps))?.isLetterKey === true;
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
    const before = store.getState();
    if (input.kind === 'key') press(input.name);
    else if (input.kind === 'text') type(input.text);
    else paste(input.text, input.isCut);
    followTyping(before, contextOf(deps));
  };
}
