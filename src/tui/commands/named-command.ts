import type { ArgumentReading } from './arguments.js';
import type { Command } from './command.js';

/** A command that is called by its name, with what stands behind it. */
export interface NamedCall {
  readonly command: Command;
  /** What is typed behind the name, read; undefined where no space follows the name, or nothing that the command would want. */
  readonly argument: ArgumentReading<unknown> | undefined;
}

/** The command whose name a text begins with; undefined where it begins with none. */
export function namedCall(text: string, commands: readonly Command[]): NamedCall | undefined {
  const [, name, behind] = /^\s*(\S+)(\s.*)?$/s.exec(text) ?? [];
  const command = name === undefined ? undefined : commands.find((one) => one.name === name.toLowerCase());
  if (!command) return undefined;
  return { command, argument: behind === undefined ? undefined : readBehind(command, behind.trim()) };
}

function readBehind({ name, args }: Command, text: string): ArgumentReading<unknown> | undefined {
  if (args) return text === '' && !args.takesNothing ? undefined : args.read(text);
  return text === '' ? undefined : { ok: false, reason: `Nothing is taken behind :${name}.` };
}

/** The name of a command and what may stand behind it, as `:` shows them: `login [account]`. */
export function usage({ name, args }: Command): string {
  if (name === undefined) return '';
  if (!args) return name;
  return args.required ? `${name} <${args.label}>` : `${name} [${args.label}]`;
}
