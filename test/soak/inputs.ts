import type { randomFrom } from '../support/random.js';
import { hostileText } from '../support/random.js';
import { keyBytes } from '../support/terminal/keys.js';

type Random = ReturnType<typeof randomFrom>;

/** What is sent to the program, in writes of their own; a number is so many milliseconds between two of them. */
export type Sent = readonly (string | number)[];

export interface Input {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  readonly send: (random: Random, size: { readonly columns: number; readonly rows: number }) => Sent;
}

/** Without those that end the program, stop a watch, or sign somebody in or out. */
const KEYS: readonly string[] = [
  ...[
    'j',
    'k',
    'g',
    'G',
    'h',
    'l',
    'n',
    'p',
    's',
    'r',
    'z',
    'u',
    'v',
    'x',
    't',
    'H',
    'W',
    'f',
    'F',
    'L',
    '?',
  ],
  ...['1', '2', '3', '4', '5', '-', '+', 'J', 'K', '[', ']', 'y', 'Space', 'Enter', 'Esc', 'Backspace'],
  ...['Up', 'Down', 'Left', 'Right', 'PgUp', 'PgDn', 'Home', 'End', 'Tab', 'Shift-Tab', 'Delete'],
  ...['Ctrl-d', 'Ctrl-u', 'Ctrl-f', 'Ctrl-b', 'Ctrl-l'],
];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ESC = '\u001B';
/** Longer than the program waits for the rest of a sequence. */
const APART_MS = 120;
/** Less than a terminal holds of what is not read yet. */
const PIECE_CHARACTERS = 500;
const PIECE_MS = 20;

/** Answers that a terminal gives to a question of long ago. */
const LATE_ANSWERS: readonly string[] = [
  `${ESC}]11;rgb:1e1e/1e1e/1e1e${ESC}\\`,
  `${ESC}]10;rgb:ffff/ffff/ffff\u0007`,
  `${ESC}P>|xterm(390)${ESC}\\`,
  `${ESC}P1$r0m${ESC}\\`,
  `${ESC}_Gi=31;OK${ESC}\\`,
  `${ESC}[?62;22c`,
  `${ESC}[>41;390;0c`,
  `${ESC}[12;34R`,
  `${ESC}[?1u`,
  `${ESC}[8;48;160t`,
  `${ESC}[I`,
  `${ESC}[O`,
  `${ESC}[?2026;2$y`,
];

export const INPUTS: readonly Input[] = [
  { name: 'keys', weight: 60, send: (random) => [keyBytes(random.pick(KEYS))] },
  {
    name: 'bursts of keys',
    weight: 6,
    send: (random) => Array.from({ length: 5 + random.below(20) }, () => keyBytes(random.pick(KEYS))),
  },
  {
    name: 'prompts typed and left',
    weight: 6,
    send: (random) => [':', ...Array.from(typed(hostileText(random, 4))), ESC, APART_MS, ESC, APART_MS],
  },
  {
    name: 'Alt and a letter in a prompt',
    weight: 3,
    send: (random) => [':', `${ESC}${LETTERS[random.below(26)]}`, APART_MS, ESC, APART_MS, ESC, APART_MS],
  },
  {
    name: 'pastes into a prompt',
    weight: 3,
    send: (random) => [':', pasted(hostileText(random, 60)), ESC, APART_MS, ESC, APART_MS],
  },
  { name: 'pastes anywhere', weight: 3, send: (random) => [pasted(`wq ${hostileText(random, 30)}`)] },
  {
    name: 'pastes of 100 kB',
    weight: 0.3,
    send: () => [':', ...inPieces(pasted('0123456789'.repeat(10_000))), ESC, APART_MS, ESC, APART_MS],
  },
  {
    name: 'pastes that end late',
    weight: 0.5,
    send: (random) => [`${ESC}[200~half a paste q`, 1_500, `and its end${ESC}[201~`, random.below(200)],
  },
  { name: 'mouse reports', weight: 12, send: mouse },
  { name: 'old mouse reports', weight: 2, send: (random) => [`${ESC}[M${bytes(random, 3)}`] },
  { name: 'late answers of the terminal', weight: 6, send: (random) => [random.pick(LATE_ANSWERS)] },
  {
    name: 'late answers cut in two',
    weight: 3,
    send(random) {
      const answer = random.pick(LATE_ANSWERS);
      const at = 2 + random.below(Math.max(1, answer.length - 3));
      return [answer.slice(0, at), 20, answer.slice(at)];
    },
  },
  {
    name: 'sequences never heard of',
    weight: 3,
    send: (random) => [`${ESC}[${random.below(900)};${random.below(9)}~`],
  },
];

/** One of them, the likelier the more it weighs. */
export function someInput(random: Random): Input {
  const total = INPUTS.reduce((sum, { weight }) => sum + weight, 0);
  let at = random.next() * total;
  for (const input of INPUTS) {
    at -= input.weight;
    if (at < 0) return input;
  }
  return INPUTS[0]!;
}

/** What is typed into a prompt goes to the screen where the key of it only closed something: none of it may end the program or a watch. */
const typed = (text: string): string => withoutControls(text).replace(/[qw]/g, '');

/** Control characters would go on in the prompt, or end it, and what is behind them be commands. */
const withoutControls = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F]/g, '');

/** Control characters of the text would end the paste, as a terminal knows, which takes them out. */
const pasted = (text: string): string => `${ESC}[200~${withoutControls(text)}${ESC}[201~`;

/** A click, or the wheel; not on the last line, whose hints end the program and the watch. */
function mouse(random: Random, { columns, rows }: { readonly columns: number; readonly rows: number }): Sent {
  const place = `${1 + random.below(columns)};${1 + random.below(Math.max(1, rows - 2))}`;
  const report = (button: number, final: 'M' | 'm'): string => `${ESC}[<${button};${place}${final}`;
  const kind = random.below(4);
  if (kind === 0) return [report(64, 'M'), report(65, 'M'), report(65, 'M')];
  if (kind === 1) return [report(0, 'M'), report(0, 'm'), report(0, 'M'), report(0, 'm')];
  return kind === 2 ? [report(0, 'M'), report(32, 'M'), report(0, 'm')] : [report(0, 'M'), report(0, 'm')];
}

/**
 * As a terminal writes it, which reads in between: who only writes waits for a program that waits for its output to be read, and neither
 * goes on.
 */
const inPieces = (text: string): Sent =>
  Array.from({ length: Math.ceil(text.length / PIECE_CHARACTERS) }, (_, index) => [
    text.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS),
    PIECE_MS,
  ]).flat();

const bytes = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(32 + random.below(90))).join('');
