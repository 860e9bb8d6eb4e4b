import { Argument, Command, CommanderError } from 'commander';
import { type CommandTable, tableOf } from './command-table.js';
import { SHELLS } from './completions.js';
import {
  type Given,
  type Locations,
  locationsOf,
  serviceOption,
  streamOption,
  withLocations,
} from './options.js';
import type { PrintLine, Verb } from './verb.js';
import { type VerbLine, verbs } from './verbs.js';
import { version } from './version.js';

/** Open the screen. `address` is as typed; the URLs are origins. */
export interface RunLine extends Locations {
  readonly kind: 'run';
  readonly address: string | undefined;
  /** Undefined where none is given. */
  readonly streams: readonly string[] | undefined;
  /** Open with the live follower watch running. */
  readonly watch: boolean;
  /** Handle or DID of the account to start as, or `nobody`; undefined: who was used last. */
  readonly as: string | undefined;
  /** Origin of the PDS to sign in at. */
  readonly service: string | undefined;
}

export type CommandLine =
  | RunLine
  | VerbLine
  | PrintLine
  /** Print a sentence (without a newline) on stderr and exit 2. */
  | { readonly kind: 'usage'; readonly message: string };

/** What the help and the manual say behind the options. */
export const HELP_NOTES = `
An address is a handle, a DID, an at:// URI of any depth, or a bsky.app or pdsls.dev web address.
What there is about an account or a record is behind it:
  alice.test/followers   /follows /known /posts /lists /feeds /packs /blocks /mutes /history
                         /preferences /identity /log /labels /labeler /links /relays
                         /activity /memberships /timeline /notifications
  alice.test/app.bsky.feed.post/3k…/thread   /likes /reposts /quotes /replies /labels /links
                         /proof; /members of a list; /posts of a list or feed
  people:words           accounts by name
  links:https://…        who refers to a web address
  labels:LABELER         the labels that a labeler gives; tail labels:LABELER: live
  posts:words            posts by words
  host:NAME[:PORT]       what a PDS or a relay says of itself; /repos, and /hosts of a relay
  lexicon:NSID           a lexicon, lexicon:NSID#name: one of its definitions
  xrpc:NSID?name=value   the answer to any query of any lexicon; xrpc:NSID@HOST?…: at a host
  lexicon:NSID/repos     who uses a lexicon
  archive:<account>      the copy that pull keeps, archive:<account>/collection/rkey: in it;
                         /blobs /activity /problems /search?q=words
  archives:              all copies that are kept
  car:PATH               a CAR file, or a path that ends in .car; car:PATH#collection/rkey: in it
Without an address, atscope opens with the places visited last. In it, ? shows every key.

Environment:
  ATSCOPE_CONFIG_DIR   the same as --config-dir
  NO_COLOR             no colours
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                       the proxy to the network, and what is reached without it

Exit codes: 0 quit, or done; 1 an error, or it could not be checked; 2 a command line or a terminal
that cannot be used; 3 was looked at and is not so: does not hold (verify), differs (diff), nothing
found (grep).`;

/** Reads what follows `atscope` on the command line, and the environment beside it. Prints nothing and ends nothing. */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  let printed = '';
  let read: CommandLine | undefined;
  const command = programCommand(
    env,
    (line) => {
      read = line;
    },
    (text) => {
      printed += text;
    },
  );
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0
      ? { kind: 'print', text: `${printed.trimEnd()}\n` }
      : { kind: 'usage', message: sentence(error) };
  }
  if (read === undefined) throw new Error('The command line was parsed, and nothing came of it.');
  return read;
}

/** The verbs and the options, for what is made from them: completions and the manual. */
export const commandTable = (): CommandTable => tableOf(programCommand({}));

/** The command line as commander takes it. `take` is given what was read, `print` the texts that were asked for. */
function programCommand(
  env: Readonly<Record<string, string | undefined>>,
  take: (line: CommandLine) => void = () => {},
  print: (text: string) => void = () => {},
): Command {
  const command = new Command('atscope')
    .usage('[options] [address]')
    .description('Explore any account of the AT Protocol from the keyboard.')
    .argument('[address]', 'where to go')
    .addOption(streamOption())
    .option('--watch', 'open with the live follower watch running')
    .option('--as <account>', 'start as this account, by handle or DID; nobody: the public view')
    .addOption(serviceOption())
    .enablePositionalOptions()
    .helpCommand(false)
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', HELP_NOTES)
    .exitOverride()
    .configureOutput({
      writeOut: print,
      writeErr: () => {},
      // The same text into a pipe as on any terminal.
      getOutHelpWidth: () => 100,
    });
  withLocations(command).action((address: string | undefined) => {
    const given = command.opts<Given & { as?: string; stream?: readonly string[]; watch?: boolean }>();
    take({
      kind: 'run',
      address,
      ...locationsOf(given, env),
      streams: given.stream,
      watch: given.watch ?? false,
      as: given.as,
      service: given.service,
    });
  });
  for (const verb of verbs) addVerb(command, verb, env, take);
  return command;
}

function addVerb(
  program: Command,
  { name, summary, description, arguments: given, options, locations, lineOf }: Verb,
  env: Readonly<Record<string, string | undefined>>,
  take: (line: CommandLine) => void,
): void {
  const command = program.command(name).summary(summary).description(description);
  for (const { syntax, description: what, choices } of given) {
    const argument = new Argument(syntax, what);
    command.addArgument(choices ? argument.choices(choices) : argument);
  }
  for (const option of options?.() ?? []) command.addOption(option);
  if (locations) withLocations(command);
  command.action(() => {
    const all = command.optsWithGlobals<Given>();
    const words = command.processedArgs.flat().filter((word): word is string => typeof word === 'string');
    const line = lineOf({ words, locations: locationsOf(all, env), options: all, table: commandTable });
    // What a verb reads is of its own kind: `runVerb` gives it back to the same verb.
    take(line as CommandLine);
  });
}

function sentence({ code, message }: CommanderError): string {
  const what =
    code === 'commander.excessArguments'
      ? (verbs.find(({ name }) => message.includes(`for '${name}'`))?.excess ?? 'give one address only')
      : message
          .replace(/^error: /, '')
          .replace(
            /^command-argument value '(.*)' is invalid for argument 'shell'. .*$/s,
            (_, shell) =>
              `there are no completions for ${JSON.stringify(shell)}: ${SHELLS.join(', ')} have them`,
          )
          .replace(/^option '(--\S+) .*' argument '.*' is invalid\. /s, '$1: ')
          .replace(/\n\(Did (.*)\)$/, ' (did $1)');
  return `atscope: ${what}. See atscope --help.`;
}
