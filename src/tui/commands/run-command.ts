import type { State } from '../../store/state.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Sentence } from '../../text/sentence.js';
import type { Command, CommandContext } from './command.js';

/** Why a command is not possible now, in a sentence; undefined where it is. Does not throw. */
export function refusalOf(command: Command, state: State): Sentence | undefined {
  try {
    return command.refuse?.(state);
  } catch (error) {
    return errorSentence(error);
  }
}

/** Runs a command, or says why it is not possible here. What breaks is said, and breaks nothing else. */
export function runCommand(command: Command, context: CommandContext, argument?: unknown): void {
  const refusal = refusalOf(command, context.state);
  if (refusal) {
    context.actions.notify(refusal);
    return;
  }
  try {
    command.run(context, argument);
  } catch (error) {
    context.actions.notify(errorSentence(error), 'error');
  }
}
