import type { Colour, Role, ThemeSetting } from '../../keep/theme-setting.js';
import type { Background } from '../../store/theme/theme-state.js';

/** How a role is drawn. */
export interface Ink {
  readonly colour?: Colour;
  readonly bold?: true;
  readonly dim?: true;
}

export type Theme = Readonly<Record<Role, Ink>>;

/**
 * How much a terminal can show: nothing but text, attributes without colours (NO_COLOR), its sixteen colours, 256 of them, or
 * all there are.
 */
export type Depth = 'text' | 'attributes' | '16' | '256' | 'all';

/** How many colours a picture needs. */
export type PictureDepth = Extract<Depth, '256' | 'all'>;

/** Whether a picture can be told in the colours that there are. */
export const showsPictures = (depth: Depth): depth is PictureDepth => depth === '256' || depth === 'all';

/**
 * The 256 colours from 16 on are the same in nearly every terminal, so that their contrast can be worked out: on a dark background
 * at least 4.5 : 1 for text, 4 : 1 for what is dim, 2.5 : 1 for borders, and the same on a light one (`test/tui/screen/themes.test.ts`).
 */
const DARK: Theme = {
  accent: { colour: 80 },
  focus: { colour: 80 },
  dim: { colour: 246 },
  border: { colour: 243 },
  link: { colour: 111 },
  match: { colour: 213 },
  good: { colour: 114 },
  warn: { colour: 221 },
  bad: { colour: 210 },
  key: { colour: 117 },
  string: { colour: 114 },
  number: { colour: 179 },
  boolean: { colour: 180 },
};

const LIGHT: Theme = {
  accent: { colour: 23 },
  focus: { colour: 23 },
  dim: { colour: 241 },
  border: { colour: 246 },
  link: { colour: 25 },
  match: { colour: 127 },
  good: { colour: 22 },
  warn: { colour: 94 },
  bad: { colour: 124 },
  key: { colour: 24 },
  string: { colour: 22 },
  number: { colour: 94 },
  boolean: { colour: 90 },
};

/** Where nobody knows the background: colours between the two, of about 4.5 : 1 on black and on white. */
const EITHER: Theme = {
  accent: { colour: 30 },
  focus: { colour: 30 },
  dim: { colour: 243 },
  border: { colour: 243 },
  link: { colour: 63 },
  match: { colour: 163 },
  good: { colour: 29 },
  warn: { colour: 130 },
  bad: { colour: 196 },
  key: { colour: 31 },
  string: { colour: 29 },
  number: { colour: 98 },
  boolean: { colour: 131 },
};

const [RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN] = [1, 2, 3, 4, 5, 6] as const;
const BRIGHT = 8;

/** The sixteen colours are the user's: none of them can be read everywhere, least of all bright black. */
const ANSI_DARK: Theme = {
  accent: { colour: CYAN },
  focus: { colour: CYAN },
  dim: { dim: true },
  border: { dim: true },
  link: { colour: BLUE + BRIGHT },
  match: { colour: MAGENTA + BRIGHT },
  good: { colour: GREEN },
  warn: { colour: YELLOW },
  bad: { colour: RED + BRIGHT },
  key: { colour: CYAN },
  string: { colour: GREEN },
  number: { colour: YELLOW },
  boolean: { colour: MAGENTA + BRIGHT },
};

const ANSI_LIGHT: Theme = {
  accent: { colour: BLUE },
  focus: { colour: BLUE },
  dim: { dim: true },
  border: { dim: true },
  link: { colour: BLUE },
  match: { colour: MAGENTA },
  good: { bold: true },
  warn: { colour: MAGENTA, bold: true },
  bad: { colour: RED },
  key: { colour: BLUE },
  string: {},
  number: { colour: MAGENTA },
  boolean: { colour: MAGENTA },
};

/** No colours: what matters is bold, reversed or underlined. */
const ATTRIBUTES: Theme = {
  accent: {},
  focus: { bold: true },
  dim: { dim: true },
  border: { dim: true },
  link: {},
  match: {},
  good: {},
  warn: { bold: true },
  bad: { bold: true },
  key: {},
  string: {},
  number: {},
  boolean: {},
};

/** Red is the one named colour that can be read on dark and on light. */
const ANSI_EITHER: Theme = { ...ATTRIBUTES, bad: { colour: RED } };

/** The colours of all themes, by their index. */
export const themeColours: ReadonlySet<number> = new Set(
  [DARK, LIGHT, EITHER].flatMap((theme) =>
    Object.values(theme).flatMap(({ colour }) => (typeof colour === 'number' ? [colour] : [])),
  ),
);

/** How each role is drawn on such a terminal, with the colours that the user wants. */
export function themeOf({ name, own }: ThemeSetting, background: Background, depth: Depth): Theme {
  if (depth === 'text' || depth === 'attributes') return ATTRIBUTES;
  const ground = name === 'dark' || name === 'light' ? name : background;
  const isAnsi = name === 'ansi' || depth === '16';
  const { dark, light, either } = isAnsi
    ? { dark: ANSI_DARK, light: ANSI_LIGHT, either: ANSI_EITHER }
    : { dark: DARK, light: LIGHT, either: EITHER };
  const theme = ground === undefined ? either : { dark, light }[ground];
  const inks = Object.entries(own).map(([role, colour]): [string, Ink] => [role, { colour }]);
  return { ...theme, ...Object.fromEntries(inks) };
}

/**
 * How much the terminal can show, of the level that chalk finds in the environment. `NO_COLOR` (https://no-color.org) takes the
 * colours and leaves what is no colour; an explicit `FORCE_COLOR` goes before it, and `FORCE_COLOR=0` takes everything.
 */
export function depthOf(env: Readonly<Record<string, string | undefined>>, level: number): Depth {
  const forced = env.FORCE_COLOR;
  if (forced === '0' || forced === 'false' || env.TERM === 'dumb') return 'text';
  if (forced === undefined && env.NO_COLOR) return 'attributes';
  // xterm has 256 colours, and says so by its TERM only where somebody has set that.
  if (forced === undefined && env.XTERM_VERSION && env.TERM === 'xterm') return '256';
  return (['attributes', '16', '256', 'all'] as const)[level] ?? 'all';
}
