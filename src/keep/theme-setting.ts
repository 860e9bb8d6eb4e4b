import { isObject } from '../text/json-fields.js';

/** What is drawn in a colour of its own. */
export const ROLES = [
  'accent',
  'focus',
  'dim',
  'border',
  'link',
  'match',
  'good',
  'warn',
  'bad',
  'key',
  'string',
  'number',
  'boolean',
] as const;
export type Role = (typeof ROLES)[number];

/** `auto` is dark or light as the terminal is; `ansi` has only the sixteen colours of the terminal's own palette. */
export const THEME_NAMES = ['auto', 'dark', 'light', 'ansi'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** An index of the palette of 256 colours, `#rrggbb`, or the colour of plain text. */
export type Colour = number | `#${string}` | 'default';

/** Which colours the user wants. */
export interface ThemeSetting {
  readonly name: ThemeName;
  /** Colours of one's own, in place of those of the theme. */
  readonly own: Readonly<Partial<Record<Role, Colour>>>;
}

export const AUTO_THEME: ThemeSetting = { name: 'auto', own: {} };

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** What a user may write for a colour; undefined for what is none. Names are those of the sixteen colours: `red`, `bright red`. */
export function readColour(given: unknown): Colour | undefined {
  if (typeof given === 'number') {
    return Number.isInteger(given) && given >= 0 && given <= 255 ? given : undefined;
  }
  if (typeof given !== 'string') return undefined;
  const text = given.trim().toLowerCase();
  const [, long, short] = /^#(?:([\da-f]{6})|([\da-f]{3}))$/.exec(text) ?? [];
  if (long !== undefined) return `#${long}`;
  if (short !== undefined) return `#${short.replace(/./g, '$&$&')}`;
  if (/^\d{1,3}$/.test(text)) return readColour(Number(text));
  if (text === 'default') return 'default';
  const name = text.replace(/[\s_-]/g, '');
  if (name === 'gray' || name === 'grey') return 8;
  const base = name.replace(/^bright|bright$/, '');
  const index = NAMES.indexOf(base);
  if (index < 0) return undefined;
  return base === name ? index : index + 8;
}

/**
 * Takes what the settings hold under `theme`: a name, or a table of roles and their colours, which may name the theme that has the
 * rest as its `base`.  Each sentence of `problems` says what is no good of it, and the rest counts.
 */
export function readTheme(given: unknown): { setting: ThemeSetting; problems: readonly string[] } {
  const name = THEME_NAMES.find((one) => one === given);
  if (name !== undefined) return { setting: { name, own: {} }, problems: [] };
  if (!isObject(given)) {
    const said = JSON.stringify(given);
    const problem = `theme: ${said} is not ${THEME_NAMES.join(', ')} or a table of roles and colours; auto is used.`;
    return { setting: AUTO_THEME, problems: [problem] };
  }
  const own: Partial<Record<Role, Colour>> = {};
  const problems: string[] = [];
  let base: ThemeName = 'auto';
  for (const [key, value] of Object.entries(given)) {
    if (key === 'base') {
      const named = THEME_NAMES.find((one) => one === value);
      if (named !== undefined) base = named;
      else
        problems.push(
          `theme: base: ${JSON.stringify(value)} is not ${THEME_NAMES.join(', ')}; auto is used.`,
        );
      continue;
    }
    const role = ROLES.find((one) => one === key);
    const colour = readColour(value);
    if (role === undefined) {
      problems.push(`theme: ${JSON.stringify(key)} is not a role. The roles are ${ROLES.join(', ')}.`);
    } else if (colour === undefined) {
      problems.push(
        `theme: ${role}: ${JSON.stringify(value)} is not a colour such as 25, "#005faf" or "bright blue"; the theme's own is used.`,
      );
    } else own[role] = colour;
  }
  return { setting: { name: base, own }, problems };
}
