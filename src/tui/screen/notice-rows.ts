import type { Notice } from '../../store/notice/notice-state.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width } from '../../text/width.js';
import { lastSentence, wrapWithin } from '../../text/wrap-within.js';
import { palette } from './style.js';

/** Rows that a notice takes at most: the last line of the screen, and those above it. */
const ROWS_MAX = 3;
/** Of a text that is longer its beginning and its end are looked at. */
const LOOKED_AT_CHARACTERS = 2_000;
/** Of the room, for the end of a sentence that is the only one. */
const END_SHARE = 0.6;

/** What a notice says, with the sentence of its error. */
export function noticeText({ text, error }: Notice, words: CommandWords): string {
  return spell(error === undefined ? text : say`${text} ${errorSentence(error, words)}`, words);
}

/**
 * What is said as rows, each at most `cells` wide: one where it fits, else up to `most`. Where these are too few, the middle gives way:
 * the last sentence says what one can do. Sanitised.
 */
export function noticeRows(text: string, cells: number, most = ROWS_MAX): readonly string[] {
  if (cells <= 0) return [''];
  const said = sanitise(middleCut(text));
  if (width(said) <= cells) return [said];
  const end = Math.floor(most * cells * END_SHARE);
  for (const at of [lastSentence(said), wordAfter(said, said.length - end)]) {
    const advice = said.slice(at);
    const rows = wrapWithin(said.slice(0, at).trimEnd(), advice, cells, most);
    if (rows.join('').endsWith(advice) && rows.every((row) => width(row) <= cells)) return rows;
  }
  // Wide characters, and a word of such a length.
  return wrapWithin('', said, cells, most).map((row) => fit(row, cells));
}

function middleCut(text: string): string {
  if (text.length <= 2 * LOOKED_AT_CHARACTERS) return text;
  return `${text.slice(0, LOOKED_AT_CHARACTERS)}… ${text.slice(-LOOKED_AT_CHARACTERS)}`;
}

function wordAfter(text: string, from: number): number {
  return from <= 0 ? 0 : text.indexOf(' ', from) + 1;
}

/** The colour of a notice. */
export const noticePaint = ({ kind }: Pick<Notice, 'kind'>) =>
  kind === 'error' ? palette.bad : palette.accent;
