import type { Command, CommandContext } from './command.js';

/** Runs a command, or says why it is not possible here. */
export function runCommand(command: Command, context: CommandContext): void {
  const refusal = command.refuse?.(context.state);
  if (refusal) context.actions.notify(refusal);
  else command.run(context);
}
