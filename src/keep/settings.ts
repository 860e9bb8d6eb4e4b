import { isDid } from '@atcute/lexicons/syntax';
import { isObject } from '../text/json-fields.js';
import { hostEntryProblem } from './host-list.js';
import { isPictureSetting, PICTURE_SETTINGS, type PictureSetting } from './picture-setting.js';
import {
  defaultServiceSettings,
  isServiceSetting,
  readServiceSetting,
  type ServiceSettings,
} from './service-settings.js';
import { parseServiceUrl } from './service-url.js';
import { DEFAULT_STREAM_URLS, parseStreamUrl } from './stream-url.js';
import { AUTO_THEME, readTheme, type ThemeSetting } from './theme-setting.js';

/** What a user may put into settings.json. */
export interface Settings extends ServiceSettings {
  /** Origin of the AppView that answers app.bsky.*. */
  readonly appview: string;
  /** Origin of the PLC directory. */
  readonly plc: string;
  /**
   * The AppView that the PDS of who is signed in shall ask, as `<did>#<service>`; undefined: Bluesky's, where `appview` is
   * Bluesky's too, else the one that the PDS asks by itself.
   */
  readonly proxy: string | undefined;
  /** Keys in place of a command's own, by command id; an empty list leaves the command without a key. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Seconds for one attempt of a call: 1–300. */
  readonly timeoutSeconds: number;
  /** URLs of event streams, tried in turn. */
  readonly streams: readonly string[];
  /** Followers that a watch reads at most. */
  readonly watchLimit: number;
  /** Seconds between two readings of the followers where no stream is reachable: at least 10. */
  readonly pollSeconds: number;
  /** Copies of one repository that are kept, the newest among them: 1–100. */
  readonly keepArchives: number;
  /** Megabytes that a repository may have to be taken home. */
  readonly archiveLimitMegabytes: number;
  /** Hosts that a DID document or a handle may lead to though they are private; see `hostList`. */
  readonly allowPrivateHosts: readonly string[];
  /** False: the mouse is left to the terminal. */
  readonly mouse: boolean;
  /** Whether web addresses are links of the terminal; undefined: where it is known to take them. */
  readonly links: boolean | undefined;
  /** Whether a record that is opened is proved in the background. */
  readonly proofs: boolean;
  /** Which colours the screen has. */
  readonly theme: ThemeSetting;
  /** How pictures are drawn. */
  readonly pictures: PictureSetting;
}

const BLUESKY_PROXY = 'did:web:api.bsky.app#bsky_appview';

export const defaultSettings: Settings = {
  appview: 'https://public.api.bsky.app',
  plc: 'https://plc.directory',
  proxy: undefined,
  keys: {},
  timeoutSeconds: 15,
  streams: DEFAULT_STREAM_URLS,
  watchLimit: 100_000,
  pollSeconds: 60,
  keepArchives: 2,
  archiveLimitMegabytes: 4096,
  allowPrivateHosts: [],
  mouse: true,
  links: undefined,
  proofs: true,
  theme: AUTO_THEME,
  pictures: 'auto',
  ...defaultServiceSettings,
};

const numbers = {
  timeoutSeconds: { from: 1, to: 300 },
  watchLimit: { from: 100, to: 10_000_000 },
  pollSeconds: { from: 10, to: 86_400 },
  keepArchives: { from: 1, to: 100 },
  archiveLimitMegabytes: { from: 1, to: 1_000_000 },
} as const;

const isNumberName = (name: string): name is keyof typeof numbers => Object.hasOwn(numbers, name);

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');

/** One `#`, a DID before it, a name after it: the reference PDS refuses anything else (packages/pds `pipethrough.ts`). */
function isProxy(text: string): boolean {
  const [did, service, ...more] = text.split('#');
  return isDid(did) && service !== undefined && /^\S+$/.test(service) && more.length === 0;
}

/** Whether the accounts are those of the public network, and not of one of one's own. */
export const isPublic = ({ appview, plc }: Pick<Settings, 'appview' | 'plc'>): boolean =>
  appview === defaultSettings.appview && plc === defaultSettings.plc;

/** The AppView that the PDS of who is signed in shall ask; undefined: its own. */
export function proxyFor({ appview, proxy }: Pick<Settings, 'appview' | 'proxy'>): string | undefined {
  return proxy ?? (appview === defaultSettings.appview ? BLUESKY_PROXY : undefined);
}

/**
 * Takes what settings.json holds (undefined for no file). A value that is no good is left at its default, and a sentence
 * says so; the rest counts.
 */
export function parseSettings(value: unknown): { settings: Settings; problems: readonly string[] } {
  if (value === undefined) return { settings: defaultSettings, problems: [] };
  if (!isObject(value)) {
    return {
      settings: defaultSettings,
      problems: ['The settings are not a JSON object; defaults are used.'],
    };
  }
  const problems: string[] = [];
  const settings: { -readonly [K in keyof Settings]: Settings[K] } = { ...defaultSettings };
  for (const [name, given] of Object.entries(value)) {
    if (name === 'appview' || name === 'plc') {
      const read =
        typeof given === 'string'
          ? parseServiceUrl(given)
          : { problem: `${JSON.stringify(given)} is not a text in quotation marks` };
      if ('origin' in read) settings[name] = read.origin;
      else problems.push(`${name}: ${read.problem}; ${defaultSettings[name]} is used.`);
    } else if (name === 'proxy') {
      if (typeof given === 'string' && isProxy(given)) settings.proxy = given;
      else {
        const said = JSON.stringify(given);
        problems.push(`proxy: ${said} is not a DID and a service such as ${BLUESKY_PROXY}; it is not used.`);
      }
    } else if (name === 'keys') {
      settings.keys = readKeys(given, problems);
    } else if (name === 'streams') {
      settings.streams = readStreams(given, problems);
    } else if (name === 'allowPrivateHosts') {
      settings.allowPrivateHosts = readHosts(given, problems);
    } else if (name === 'mouse') {
      if (typeof given === 'boolean') settings.mouse = given;
      else problems.push(`mouse: ${JSON.stringify(given)} is not true or false; the mouse is used.`);
    } else if (name === 'proofs') {
      if (typeof given === 'boolean') settings.proofs = given;
      else problems.push(`proofs: ${JSON.stringify(given)} is not true or false; records are proved.`);
    } else if (name === 'links') {
      if (typeof given === 'boolean') settings.links = given;
      else {
        const said = JSON.stringify(given);
        problems.push(
          `links: ${said} is not true or false; links are drawn where the terminal is known to take them.`,
        );
      }
    } else if (name === 'pictures') {
      if (isPictureSetting(given)) settings.pictures = given;
      else {
        const said = JSON.stringify(given);
        problems.push(`pictures: ${said} is not one of ${PICTURE_SETTINGS.join(', ')}; auto is used.`);
      }
    } else if (name === 'theme') {
      const read = readTheme(given);
      settings.theme = read.setting;
      problems.push(...read.problems);
    } else if (isServiceSetting(name)) {
      Object.assign(settings, { [name]: readServiceSetting(name, given, problems) });
    } else if (isNumberName(name)) {
      const { from, to } = numbers[name];
      if (typeof given === 'number' && given >= from && given <= to) settings[name] = given;
      else {
        const said = JSON.stringify(given);
        problems.push(
          `${name}: ${said} is not a number from ${from} to ${to}; ${defaultSettings[name]} is used.`,
        );
      }
    } else {
      problems.push(
        `${JSON.stringify(name)} is not a setting. The settings are ${Object.keys(defaultSettings).join(', ')}.`,
      );
    }
  }
  return { settings, problems };
}

function readStreams(given: unknown, problems: string[]): Settings['streams'] {
  const urls = typeof given === 'string' ? [given] : given;
  if (!isListOfTexts(urls) || urls.length === 0) {
    problems.push('streams: needs a list of URLs such as ["wss://…/subscribe"]; the usual streams are used.');
    return defaultSettings.streams;
  }
  try {
    for (const url of urls) parseStreamUrl(url);
    return urls;
  } catch (error) {
    problems.push(`streams: ${(error as Error).message} The usual streams are used.`);
    return defaultSettings.streams;
  }
}

function readHosts(given: unknown, problems: string[]): Settings['allowPrivateHosts'] {
  const written = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(written)) {
    problems.push('allowPrivateHosts: needs a list of hosts such as ["198.18.0.0/15"]; it is not used.');
    return defaultSettings.allowPrivateHosts;
  }
  return written.filter((entry): entry is string => {
    const problem = typeof entry === 'string' ? hostEntryProblem(entry) : 'is not a text in quotation marks';
    if (problem !== undefined) {
      problems.push(`allowPrivateHosts: ${JSON.stringify(entry)} ${problem}; it is not used.`);
    }
    return problem === undefined;
  });
}

function readKeys(given: unknown, problems: string[]): Settings['keys'] {
  if (!isObject(given)) {
    problems.push('keys: not a JSON object of command names and their keys; the usual keys are used.');
    return {};
  }
  const good: [string, readonly string[]][] = [];
  for (const [command, keys] of Object.entries(given)) {
    if (isListOfTexts(keys)) good.push([command, keys]);
    else
      problems.push(
        `keys: ${JSON.stringify(command)} needs a list such as ["j", "Down"]; its usual keys are used.`,
      );
  }
  return Object.fromEntries(good);
}
