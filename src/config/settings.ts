import { parseServiceUrl } from './service-url.js';

/** What a user may put into settings.json. */
export interface Settings {
  /** Origin of the AppView that answers app.bsky.*. */
  readonly appview: string;
  /** Origin of the PLC directory. */
  readonly plc: string;
  /** Keys in place of a command's own, by command id; an empty list leaves the command without a key. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Seconds for one attempt of a call: 1–300. */
  readonly timeoutSeconds: number;
}

export const defaultSettings: Settings = {
  appview: 'https://public.api.bsky.app',
  plc: 'https://plc.directory',
  keys: {},
  timeoutSeconds: 15,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');

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
  const settings = { ...defaultSettings };
  for (const [name, given] of Object.entries(value)) {
    if (name === 'appview' || name === 'plc') {
      const read =
        typeof given === 'string'
          ? parseServiceUrl(given)
          : { problem: `${JSON.stringify(given)} is not a text in quotation marks` };
      if ('origin' in read) settings[name] = read.origin;
      else problems.push(`${name}: ${read.problem}; ${defaultSettings[name]} is used.`);
    } else if (name === 'keys') {
      settings.keys = readKeys(given, problems);
    } else if (name === 'timeoutSeconds') {
      if (typeof given === 'number' && given >= 1 && given <= 300) settings.timeoutSeconds = given;
      else
        problems.push(`timeoutSeconds: ${JSON.stringify(given)} is not a number from 1 to 300; 15 is used.`);
    } else {
      problems.push(
        `${JSON.stringify(name)} is not a setting; there are appview, plc, keys and timeoutSeconds.`,
      );
    }
  }
  return { settings, problems };
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
