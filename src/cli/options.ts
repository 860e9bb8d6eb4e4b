import { type Command, InvalidArgumentError, Option } from 'commander';
import { hostEntryProblem } from '../keep/host-list.js';
import { parseServiceUrl } from '../keep/service-url.js';
import { defaultSettings } from '../keep/settings.js';
import { parseStreamUrl } from '../keep/stream-url.js';

/** Where services and files are. */
export interface Locations {
  /** Origins. */
  readonly appview: string | undefined;
  readonly plc: string | undefined;
  /** In place of the setting; undefined where none is given. */
  readonly allowPrivateHosts: readonly string[] | undefined;
  readonly configDir: string | undefined;
}

/** What may be said to the program and to its verbs alike, as commander names it. */
export interface Given {
  readonly appview?: string;
  readonly plc?: string;
  readonly service?: string;
  readonly allowPrivateHosts?: readonly string[];
  readonly configDir?: string;
}

/** Where services and files are by what was given and by the environment. */
export const locationsOf = (
  { appview, plc, allowPrivateHosts, configDir }: Given,
  env: Readonly<Record<string, string | undefined>>,
): Locations => ({
  appview,
  plc,
  allowPrivateHosts,
  configDir: configDir || env.ATSCOPE_CONFIG_DIR || undefined,
});

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

const urlOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(serviceUrl);
const appviewOption = (): Option =>
  urlOption('--appview <url>', `AppView that answers app.bsky.* (default: ${defaultSettings.appview})`);
const plcOption = (): Option => urlOption('--plc <url>', `PLC directory (default: ${defaultSettings.plc})`);
export const serviceOption = (): Option =>
  urlOption('--service <url>', "PDS to sign in at (default: the one of the account's identity)");
/** For what is asked of a host that has a repository. */
export const hostOption = (): Option =>
  urlOption('--from <url>', "a host that has the repository (default: the account's own PDS)");
const privateHostsOption = (): Option =>
  new Option(
    '--allow-private-hosts <hosts>',
    'let DID documents and handles lead to these private hosts: names, *.suffix, IP addresses, networks, or *',
  ).argParser(privateHosts);
const configDirOption = (): Option =>
  new Option('--config-dir <dir>', "instead of the platform's own config folder");

/** For what prints a table on a terminal. */
export const jsonOption = (): Option => new Option('--json', 'NDJSON on a terminal, too');

/** For what is answered by who asks. */
export const asOption = (): Option =>
  new Option('--as <account>', 'ask as this account, by handle or DID; nobody: as the public does');

/** May be given several times. */
export const streamOption = (): Option =>
  new Option(
    '--stream <url>',
    'where live events come from: a Jetstream (…/subscribe) or a firehose (…/com.atproto.sync.subscribeRepos)',
  ).argParser(streamUrl);

/** Has a command take the options that say where services and files are. */
export const withLocations = (command: Command): Command =>
  command
    .addOption(appviewOption())
    .addOption(plcOption())
    .addOption(privateHostsOption())
    .addOption(configDirOption());
