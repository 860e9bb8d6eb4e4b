import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { parseStreamUrl } from '../atproto/streams/stream-url.js';
import { parseServiceUrl } from './service-url.js';
import { defaultSettings } from './settings.js';
import { version } from './version.js';

export type CommandLine =
  /** Open the screen. `address` is as typed; the URLs are origins. */
  | {
      readonly kind: 'run';
      readonly address: string | undefined;
      readonly appview: string | undefined;
      readonly plc: string | undefined;
      /** Undefined where none is given. */
      readonly streams: readonly string[] | undefined;
      /** Open with the live follower watch running. */
      readonly watch: boolean;
      readonly configDir: string | undefined;
    }
  /** Print a text (whole lines) on stdout and exit 0. */
  | { readonly kind: 'print'; readonly text: string }
  /** Print a sentence (without a newline) on stderr and exit 2. */
  | { readonly kind: 'usage'; readonly message: string };

const notes = `
An address is a handle, a DID, an at:// URI of any depth, or a bsky.app or pdsls.dev web address.
Without one, atscope opens with the places visited last. In it, ? shows every key.

Environment:
  ATSCOPE_CONFIG_DIR   the same as --config-dir
  NO_COLOR             no colours

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

/** Reads what follows `atscope` on the command line, and the environment beside it. Prints nothing and ends nothing. */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandLine {
  let printed = '';
  const command = new Command('atscope')
    .description('Explore any account of the AT Protocol from the keyboard.')
    .argument('[address]', 'where to go')
    .option(
      '--appview <url>',
      `AppView that answers app.bsky.* (default: ${defaultSettings.appview})`,
      serviceUrl,
    )
    .option('--plc <url>', `PLC directory (default: ${defaultSettings.plc})`, serviceUrl)
    .option(
      '--stream <url>',
      'where live events come from: a Jetstream (…/subscribe) or a firehose (…/com.atproto.sync.subscribeRepos)',
      streamUrl,
    )
    .option('--watch', 'open with the live follower watch running')
    .option('--config-dir <dir>', "instead of the platform's own config folder")
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', notes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed += text;
      },
      writeErr: () => {},
      // The same text into a pipe as on any terminal.
      getOutHelpWidth: () => 100,
    });
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0
      ? { kind: 'print', text: `${printed.trimEnd()}\n` }
      : { kind: 'usage', message: sentence(error) };
  }
  const options = command.opts<{
    appview?: string;
    plc?: string;
    stream?: readonly string[];
    watch?: boolean;
    configDir?: string;
  }>();
  return {
    kind: 'run',
    address: command.args[0],
    appview: options.appview,
    plc: options.plc,
    streams: options.stream,
    watch: options.watch ?? false,
    configDir: options.configDir || env.ATSCOPE_CONFIG_DIR || undefined,
  };
}

function sentence({ code, message }: CommanderError): string {
  const what =
    code === 'commander.excessArguments'
      ? 'only one address can be opened'
      : message
          .replace(/^error: /, '')
          .replace(/^option '(--\S+) .*' argument '.*' is invalid\. /s, '$1: ')
          .replace(/\n\(Did (.*)\)$/, ' (did $1)');
  return `atscope: ${what}. See atscope --help.`;
}
