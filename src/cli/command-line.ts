import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { hostEntryProblem } from '../keep/host-list.js';
import { parseServiceUrl } from '../keep/service-url.js';
import { defaultSettings } from '../keep/settings.js';
import { parseStreamUrl } from '../keep/stream-url.js';
import { type CommandTable, tableOf } from './command-table.js';
import { completionScript, isShell, SHELLS } from './completions.js';
import { version } from './version.js';

/** Where services and files are. */
export interface Locations {
  /** Origins. */
  readonly appview: string | undefined;
  readonly plc: string | undefined;
  /** In place of the setting; undefined where none is given. */
  readonly allowPrivateHosts: readonly string[] | undefined;
  readonly configDir: string | undefined;
}

export type CommandLine =
  /** Open the screen. `address` is as typed; the URLs are origins. */
  | ({
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
    } & Locations)
  /** Sign in, or out, without the screen. `account` is as typed. */
  | ({ readonly kind: 'login'; readonly account: string; readonly service: string | undefined } & Locations)
  | ({ readonly kind: 'logout'; readonly account: string } & Locations)
  /** Print what is kept of the watch of an account, without the screen. `address` is as typed; `json`: as NDJSON on a terminal, too. */
  | ({ readonly kind: 'history'; readonly address: string; readonly json: boolean } & Locations)
  /** Print a text (whole lines) on stdout and exit 0. */
  | { readonly kind: 'print'; readonly text: string }
  /** Print a sentence (without a newline) on stderr and exit 2. */
  | { readonly kind: 'usage'; readonly message: string };

/** What the help and the manual say behind the options. */
export const HELP_NOTES = `
An address is a handle, a DID, an at:// URI of any depth, or a bsky.app or pdsls.dev web address.
What there is about an account or a record is behind it:
  alice.test/followers   /follows /known /lists /feeds /packs /blocks /mutes /history /preferences
                         /identity
  alice.test/app.bsky.feed.post/3k…/likes   /reposts /quotes /replies; /members behind a list
  people:words           accounts by name
Without an address, atscope opens with the places visited last. In it, ? shows every key.

Environment:
  ATSCOPE_CONFIG_DIR   the same as --config-dir
  NO_COLOR             no colours
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                       the proxy to the network, and what is reached without it

Exit codes: 0 quit, 1 an error, 2 a command line or a terminal that cannot be used.`;

function serviceUrl(text: string): string {
  const read = parseServiceUrl(text);
  if ('problem' in read) throw new InvalidArgumentError(read.problem);
  return read.origin;
}

function streamUrl(text: string, before: readonly string[] | undefined): readonly string[] {
  try {
    parseStreamUrl(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
  return [...(before ?? []), text];
}

/** Hosts with commas or spaces between them, as in the environment's NO_PROXY. */
function privateHosts(text: string, before: readonly string[] | undefined): readonly string[] {
  const hosts = text.split(/[\s,]+/).filter((host) => host !== '');
  for (const host of hosts.length === 0 ? [text] : hosts) {
    const problem = hostEntryProblem(host);
    if (problem !== undefined) throw new InvalidArgumentError(`${JSON.stringify(host)} ${problem}`);
  }
  return [...(before ?? []), ...hosts];
}

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
  const locationsOf = ({ appview, plc, allowPrivateHosts, configDir }: Given): Locations => ({
    appview,
    plc,
    allowPrivateHosts,
    configDir: configDir || env.ATSCOPE_CONFIG_DIR || undefined,
  });
  const command = new Command('atscope')
    .usage('[options] [address]')
    .description('Explore any account of the AT Protocol from the keyboard.')
    .argument('[address]', 'where to go')
    .addOption(appviewOption())
    .addOption(plcOption())
    .option(
      '--stream <url>',
      'where live events come from: a Jetstream (…/subscribe) or a firehose (…/com.atproto.sync.subscribeRepos)',
      streamUrl,
    )
    .option('--watch', 'open with the live follower watch running')
    .option('--as <account>', 'start as this account, by handle or DID; nobody: the public view')
    .addOption(serviceOption())
    .addOption(privateHostsOption())
    .addOption(configDirOption())
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
  command.action((address: string | undefined) => {
    const given = command.opts<Given & { as?: string; stream?: readonly string[]; watch?: boolean }>();
    take({
      kind: 'run',
      address,
      ...locationsOf(given),
      streams: given.stream,
      watch: given.watch ?? false,
      as: given.as,
      service: given.service,
    });
  });
  for (const name of VERBS) {
    const { summary, description, argument, choices, service, json, locations, lineOf } = verbs[name];
    const subjectArgument = new Argument(...argument);
    if (choices) subjectArgument.choices(choices);
    const verb = command.command(name).summary(summary).description(description).addArgument(subjectArgument);
    if (service) verb.addOption(serviceOption());
    if (json) verb.option('--json', 'NDJSON on a terminal, too');
    if (locations) withLocations(verb);
    verb.action((subject: string) => {
      const given = verb.optsWithGlobals<Given>();
      take(lineOf(subject, locationsOf(given), given));
    });
  }
  return command;
}

interface Verb {
  /** In the list of all verbs, and in the help of its own. */
  readonly summary: string;
  readonly description: string;
  readonly argument: readonly [syntax: string, description: string];
  /** What the argument may be, where that is known beforehand. */
  readonly choices?: readonly string[];
  /** It takes the PDS to sign in at. */
  readonly service: boolean;
  /** It prints a table on a terminal, which `--json` prevents. */
  readonly json: boolean;
  /** It takes the options that say where services and files are. */
  readonly locations: boolean;
  lineOf(subject: string, locations: Locations, given: Given): CommandLine;
}

/** What runs without the screen: each has a file of its name. */
export const VERBS = ['login', 'logout', 'history', 'completions'] as const;

const verbs: Readonly<Record<(typeof VERBS)[number], Verb>> = {
  login: {
    summary: 'sign in without the screen',
    description:
      'Sign in, for this and later runs. The password is asked for; where standard input is no terminal, it is its first line, and an e-mailed code its second.',
    argument: ['<account>', 'handle, DID or e-mail address'],
    service: true,
    json: false,
    locations: true,
    lineOf: (account, locations, { service }) => ({ kind: 'login', account, service, ...locations }),
  },
  logout: {
    summary: 'sign out without the screen',
    description: 'Sign out: the sign-in ends at its PDS, and is forgotten here.',
    argument: ['<account>', 'handle or DID'],
    service: false,
    json: false,
    locations: true,
    lineOf: (account, locations) => ({ kind: 'logout', account, ...locations }),
  },
  history: {
    summary: 'print who came and went while an account was watched',
    description:
      'Print who came and went while an account was watched, newest first, as of the last time that a watch was kept: on a terminal a table with a heading for each day, on a pipe NDJSON, one JSON object a line.',
    argument: ['<address>', 'the account'],
    service: false,
    json: true,
    locations: true,
    lineOf: (address, locations, { json = false }) => ({ kind: 'history', address, json, ...locations }),
  },
  completions: {
    summary: 'print what has a shell complete the command line',
    description:
      'Print a script for a shell that completes verbs, options and the places visited last. For bash: source <(atscope completions bash), in ~/.bashrc; zsh: the same in ~/.zshrc, behind compinit; fish: atscope completions fish | source, in config.fish.',
    argument: ['<shell>', SHELLS.join(', ')],
    choices: SHELLS,
    service: false,
    json: false,
    locations: false,
    lineOf: (shell) => ({
      kind: 'print',
      text: isShell(shell) ? completionScript(shell, commandTable()) : '',
    }),
  },
};

/** What may be said to the program and to its verbs alike. */
interface Given {
  readonly appview?: string;
  readonly plc?: string;
  readonly service?: string;
  readonly allowPrivateHosts?: readonly string[];
  readonly configDir?: string;
  readonly json?: boolean;
}

const urlOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(serviceUrl);
const appviewOption = (): Option =>
  urlOption('--appview <url>', `AppView that answers app.bsky.* (default: ${defaultSettings.appview})`);
const plcOption = (): Option => urlOption('--plc <url>', `PLC directory (default: ${defaultSettings.plc})`);
const serviceOption = (): Option =>
  urlOption('--service <url>', "PDS to sign in at (default: the one of the account's identity)");
const privateHostsOption = (): Option =>
  new Option(
    '--allow-private-hosts <hosts>',
    'let DID documents and handles lead to these private hosts: names, *.suffix, IP addresses, networks, or *',
  ).argParser(privateHosts);
const configDirOption = (): Option =>
  new Option('--config-dir <dir>', "instead of the platform's own config folder");

/** Has a command take the options that say where services and files are. */
const withLocations = (command: Command): Command =>
  command
    .addOption(appviewOption())
    .addOption(plcOption())
    .addOption(privateHostsOption())
    .addOption(configDirOption());

function sentence({ code, message }: CommanderError): string {
  const what =
    code === 'commander.excessArguments'
      ? /for '(?:login|logout)'/.test(message)
        ? 'name one account only; a password cannot be an argument'
        : 'give one address only'
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
