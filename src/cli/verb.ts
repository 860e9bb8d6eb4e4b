import type { Option } from 'commander';
import type { CommandTable } from './command-table.js';
import type { Given, Locations } from './options.js';
import type { OpenServices } from './without-screen.js';

/** What was read of the command line for a verb: its name, and members of its own beside. */
export interface AnyVerbLine {
  readonly kind: string;
}

/** Print a text (whole lines) on stdout and exit 0. */
export interface PrintLine {
  readonly kind: 'print';
  readonly text: string;
}

/** What stands behind a verb, where no option does. */
export interface VerbArgument {
  /** `<account>`, `[new]`, `<address...>`: as commander writes them. */
  readonly syntax: string;
  readonly description: string;
  /** What it may be, where that is known beforehand. */
  readonly choices?: readonly string[] | undefined;
}

/** What a verb is given: arguments in their order, what the program itself takes, and its own options. */
export interface VerbGiven<Options> {
  /** Those of an argument that may come many times are given one by one. */
  readonly words: readonly string[];
  readonly locations: Locations;
  readonly options: Given & Options;
  /** All that the command line takes. */
  table(): CommandTable;
}

/**
 * What runs without the screen. A new one is a file in `verbs/` and a line in `verbs.ts`; the help, the completions and the manual ask it
 * here. What it does stands in a file of its own, loaded when it runs: neither the screen nor another verb waits for it.
 */
export interface Verb<Line extends AnyVerbLine = AnyVerbLine, Options = object> {
  readonly name: string;
  /** In the list of all verbs. */
  readonly summary: string;
  /** In the help of its own, and in the manual. */
  readonly description: string;
  readonly arguments: readonly VerbArgument[];
  /** Options of its own; made anew for each command line. */
  options?(): readonly Option[];
  /** Whether it takes the options that say where services and files are. */
  readonly locations: boolean;
  /** What is said of one argument too many. Default: `give one address only`. */
  readonly excess?: string | undefined;
  /** What was read. Throws commander's InvalidArgumentError, with a sentence, for what cannot be used. */
  lineOf(given: VerbGiven<Options>): Line | PrintLine;
  /** Does it. Resolves to the exit code. Undefined where all that it does is to print what `lineOf` gives. */
  run?(line: Line, open: OpenServices): Promise<number>;
}
