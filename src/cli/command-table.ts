import type { Argument, Command, Option } from 'commander';

/** An option as the command line takes it. */
export interface OptionRow {
  /** `-h`, without the dash; undefined where it has none. */
  readonly short: string | undefined;
  /** `config-dir`, without the dashes. */
  readonly long: string;
  /** `<dir>`; undefined where it takes no value. */
  readonly value: string | undefined;
  readonly description: string;
}

/** What stands where no option does. */
export interface ArgumentRow {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  /** What it may be, where that is known beforehand. */
  readonly choices: readonly string[];
}

/** A verb, or the program itself. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly options: readonly OptionRow[];
  readonly arguments: readonly ArgumentRow[];
}

/** All that the command line takes. */
export interface CommandTable extends CommandRow {
  readonly verbs: readonly CommandRow[];
}

function optionRow({ short, long, flags, description }: Option): OptionRow {
  const name = (long ?? flags).replace(/^--/, '');
  return { short: short?.replace(/^-/, ''), long: name, value: /<[^>]*>/.exec(flags)?.[0], description };
}

const argumentRow = (argument: Argument): ArgumentRow => ({
  name: argument.name(),
  required: argument.required,
  description: argument.description,
  choices: argument.argChoices ?? [],
});

/** What a command takes, its help among it. */
function rowOf(command: Command): CommandRow {
  return {
    name: command.name(),
    summary: command.summary(),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).map(optionRow),
    arguments: command.registeredArguments.map(argumentRow),
  };
}

/** Reads the verbs and options of a command, so that what is made from them has every one. */
export const tableOf = (command: Command): CommandTable => ({
  ...rowOf(command),
  verbs: command.commands.map(rowOf),
});
