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
  const command = name === undefined ? undefined : commands.find((one) => isCalled(one, name.toLowerCase()));
  if (!command) return undefined;
  return { command, argument: behind === undefined ? undefined : readBehind(command, behind.trim()) };
}

const isCalled = ({ name, otherNames = [] }: Command, text: string): boolean =>
  name === text || otherNames.includes(text);

function readBehind({ name, args }: Command, text: string): ArgumentReading<unknown> | undefined {
  if (args) return text === '' && !args.takesNothing ? undefined : args.read(text);
  return text === '' ? undefined : { ok: false, reason: `Nothing is taken behind :${name}.` };
}

/** What stands behind the name of a command, as `:` and the README show it: `[account]`, or `<address>` where it must be there. */
export function argumentUsage({ args }: Command): string {
  if (!args) return '';
  return args.required ? `<${args.label}>` : `[${args.label}]`;
}
