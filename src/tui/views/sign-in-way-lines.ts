import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { LEVEL_WORDS } from '../../store/session/access-words.js';
import type { SignInWayOverlay } from '../../store/session/session-state.js';
import { SIGN_IN_WAYS, type SignInWay } from '../../store/session/sign-in-ways.js';
import { fit } from '../../text/fit.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import { drawChoices } from './choice-lines.js';
import { noteRows } from './failure-text.js';
import { shownName } from './shown-name.js';

const TITLES: Readonly<Record<SignInWay, string>> = {
  read: 'in the browser, to read what only you may read',
  write: 'in the browser, to write records and blobs too',
  password: 'with an app password',
};

const CHOICES = SIGN_IN_WAYS.map((way) => ({ title: TITLES[way] }));
const QUESTION_LINES_MAX = 2;

/** What a way gives away, and to whom, before it does. */
function wordsOf(way: SignInWay, { host }: SignInWayOverlay): string {
  const at = host === undefined ? undefined : shownName(host);
  if (way === 'password') {
    const where = at === undefined ? 'the host of the account' : at;
    return `The password is sent to ${where} only. With it atscope may read and write, until you delete it where you made it.`;
  }
  const who = at === undefined ? 'The host of the account' : `${at}, or the server that it names,`;
  return `${who} asks for your password there, which atscope never sees, and for your leave ${LEVEL_WORDS[way]}.`;
}

const questionOf = ({ identifier }: SignInWayOverlay): string =>
  identifier === '' ? 'How do you sign in?' : `How does ${shownName(identifier)} sign in?`;

/** How many of the ways are drawn in so many lines. */
export const waysWithin = ({ height }: Size): number => Math.max(1, Math.min(CHOICES.length, height));

/** Lines of the question above the ways. */
export const questionHeight = (overlay: SignInWayOverlay, size: Size): number =>
  Math.max(0, Math.min(questionLines(overlay, size.width).length, size.height - waysWithin(size)));

const questionLines = (overlay: SignInWayOverlay, width: number): readonly string[] =>
  wrap(questionOf(overlay), Math.max(1, width - 2)).slice(0, QUESTION_LINES_MAX);

/** How to sign in, and what that means of the way under the cursor: `height` lines of `width` cells. */
export function drawWays(overlay: SignInWayOverlay, window: CursorWindow, size: Size): readonly string[] {
  const { width, height } = size;
  const room = Math.max(1, width - 2);
  const asked = questionLines(overlay, width).slice(0, questionHeight(overlay, size));
  const rows = Math.min(waysWithin(size), height);
  const left = height - asked.length - rows - 1;
  const chosen = SIGN_IN_WAYS[window.position] ?? 'read';
  const told = left > 0 ? noteRows(wordsOf(chosen, overlay), room, left) : [];
  const lines = [
    ...asked.map((line) => indented(palette.bold, line, width)),
    ...drawChoices(CHOICES, window, { width, height: rows }),
    ...(height > asked.length + rows ? [' '.repeat(width)] : []),
    ...told.map((line) => indented(palette.dim, line, width)),
  ];
  while (lines.length < height) lines.push(' '.repeat(width));
  return lines.slice(0, height);
}

const indented = (paint: (text: string) => string, text: string, width: number): string =>
  width > 2 ? ` ${paint(fit(text, width - 2))} ` : paint(fit(text, width));

/** How many lines show all of it at that width, whichever way the cursor is on. */
export function waysHeight(overlay: SignInWayOverlay, width: number): number {
  const most = SIGN_IN_WAYS.map((way) => wrap(wordsOf(way, overlay), Math.max(1, width - 2)).length);
  return questionLines(overlay, width).length + CHOICES.length + 1 + Math.max(...most);
}

/** All that is told, for a screen reader. */
export function waysWords(overlay: SignInWayOverlay, position: number): readonly string[] {
  const way = SIGN_IN_WAYS[position] ?? 'read';
  const all = SIGN_IN_WAYS.map((one) => TITLES[one]);
  return [
    questionOf(overlay),
    `selected, ${position + 1} of ${all.length}: ${TITLES[way]}`,
    wordsOf(way, overlay),
    ...all,
  ];
}
