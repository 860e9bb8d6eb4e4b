import chalk, { Chalk, type ChalkInstance } from 'chalk';
import { AUTO_THEME, type Colour, type Role } from '../../keep/theme-setting.js';
import { type Depth, type Ink, type Theme, themeOf } from './themes.js';

/** Styles a text that holds no line breaks. The text keeps its width; without colours it may come back as it is. */
export type Style = (text: string) => string;

/** What something is drawn as: the colour of a role, and attributes that no terminal and no setting takes away. */
interface Look {
  readonly role?: Role;
  readonly attributes?: readonly ('bold' | 'dim' | 'underline' | 'inverse' | 'strikethrough')[];
  /** Nothing is told by it: without colours it is plain. */
  readonly isOrnament?: boolean;
}

const LOOKS = {
  plain: {},
  dim: { role: 'dim' },
  bold: { attributes: ['bold'] },
  accent: { role: 'accent' },
  title: {},
  titleFocused: { role: 'focus', attributes: ['bold'] },
  border: { role: 'border' },
  borderFocused: { role: 'focus' },
  /** The row under the cursor in the pane that has the keys. */
  selected: { attributes: ['inverse'] },
  /** The row under the cursor in another pane. */
  selectedElsewhere: { attributes: ['bold'] },
  /** What lies below a dialog: whole lines, whose own styles stay. */
  below: { attributes: ['dim'], isOrnament: true },
  /** What is not there any more. */
  struck: { attributes: ['strikethrough'] },
  /** What the filter found. */
  match: { role: 'match', attributes: ['bold', 'underline'] },
  /** The name of a key that one can press. */
  keyName: { role: 'accent', attributes: ['bold'] },
  /** Something that Enter opens. */
  reference: { role: 'link', attributes: ['underline'] },
  handle: { role: 'accent' },
  good: { role: 'good' },
  warn: { role: 'warn' },
  bad: { role: 'bad' },
  live: { role: 'good' },
  key: { role: 'key' },
  string: { role: 'string' },
  number: { role: 'number' },
  boolean: { role: 'boolean' },
  nul: { role: 'dim' },
  bracket: { role: 'dim' },
} as const satisfies Record<string, Look>;

type LookName = keyof typeof LOOKS;
const LOOK_NAMES = Object.keys(LOOKS) as LookName[];

const plain: Style = (text) => text;
const painted: Record<LookName, Style> = stylesOf(themeOf(AUTO_THEME, undefined, 'text'), 'text');
let paintings = 0;

/**
 * What things look like now. All drawing goes through these, and none of them ever is another function: a theme changes what they do
 * (`paintWith`). Whatever matters is told by more than its colour.
 */
export const palette = Object.fromEntries(
  LOOK_NAMES.map((name): [string, Style] => [name, (text) => painted[name](text)]),
) as Readonly<Record<LookName, Style>>;

/** From now on things look so. What is on the screen already has to be drawn anew. */
export function paintWith(theme: Theme, depth: Depth): void {
  Object.assign(painted, stylesOf(theme, depth));
  paintings += 1;
}

/** Lines that were painted, by what they show. Another theme has them painted anew. */
export function paintedCache<K extends object, V>(): Pick<WeakMap<K, V>, 'get'> & {
  set(key: K, value: V): void;
} {
  let known = new WeakMap<K, V>();
  let from = paintings;
  function current(): WeakMap<K, V> {
    if (from !== paintings) known = new WeakMap();
    from = paintings;
    return known;
  }
  return {
    get: (key) => current().get(key),
    set: (key, value) => void current().set(key, value),
  };
}

/** What chalk finds that the terminal can show: `FORCE_COLOR`, `COLORTERM` and `TERM` say. */
export const { level: colourLevel } = chalk;

function stylesOf(theme: Theme, depth: Depth): Record<LookName, Style> {
  return Object.fromEntries(LOOK_NAMES.map((name) => [name, styleOf(LOOKS[name], theme, depth)])) as Record<
    LookName,
    Style
  >;
}

const LEVELS = { attributes: 1, '16': 1, '256': 2, all: 3 } as const;

function styleOf({ role, attributes = [], isOrnament = false }: Look, theme: Theme, depth: Depth): Style {
  const ink: Ink = role === undefined ? {} : theme[role];
  const all = new Set(attributes);
  if (ink.bold) all.add('bold');
  if (ink.dim) all.add('dim');
  const colour = ink.colour === 'default' ? undefined : ink.colour;
  if (isOrnament && depth === 'attributes') return plain;
  if (depth === 'text' || (all.size === 0 && colour === undefined)) return plain;
  let style: ChalkInstance = new Chalk({ level: LEVELS[depth] });
  for (const attribute of all) style = style[attribute];
  return colour === undefined ? style : coloured(style, colour);
}

/** The sixteen colours by the sequences that every terminal knows, all else as well as this one can show it. */
function coloured(style: ChalkInstance, colour: Exclude<Colour, 'default'>): ChalkInstance {
  if (typeof colour === 'string') return style.hex(colour);
  if (colour >= 16) return style.ansi256(colour);
  return style[SIXTEEN[colour] ?? 'reset'];
}

const SIXTEEN = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'blackBright',
  'redBright',
  'greenBright',
  'yellowBright',
  'blueBright',
  'magentaBright',
  'cyanBright',
  'whiteBright',
] as const;
