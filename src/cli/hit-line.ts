import { styleText } from 'node:util';
import type { SearchQuery } from '../archive/search/query.js';
import { textsOf } from '../archive/search/texts-of.js';
import type { ExportedRecord } from '../jobs/export/exported-record.js';
import { whenText } from '../lenses/created-text.js';
import { cellText } from '../text/cell-text.js';
import { fit } from '../text/fit.js';
import { highlight } from '../text/highlight.js';
import { textField } from '../text/json-fields.js';
import { fold } from '../text/match.js';
import { sanitise } from '../text/sanitise.js';

const COLLECTION_CELLS = 12;
const WHEN_CELLS = 8;
const RKEY_CELLS = 13;
const TEXT_MIN_CELLS = 20;
/** Before the first hit, so that one sees what it is said of. */
const BEFORE_CHARACTERS = 24;

/** A hit as people read it: when, of which collection, its key, and the text around the first word, which is lit. */
export function hitLine(
  { collection, rkey, body, value }: ExportedRecord,
  query: SearchQuery,
  cells: number,
): string {
  const words = query.terms.map(({ text }) => fold(text));
  const texts = [...textsOf(body)];
  const text = texts.find((each) => words.some((word) => fold(each).includes(word))) ?? texts[0] ?? '';
  const head = [
    fit(whenText(textField(value, 'createdAt'), rkey), WHEN_CELLS),
    fit(sanitise(collection.slice(collection.lastIndexOf('.') + 1)), COLLECTION_CELLS),
    fit(sanitise(rkey), RKEY_CELLS),
  ].join(' ');
  const left = Math.max(TEXT_MIN_CELLS, cells - (WHEN_CELLS + COLLECTION_CELLS + RKEY_CELLS + 3));
  const shown = fit(sanitise(cellText(around(text, words))), left).trimEnd();
  return `${head} ${highlight(shown, words, lit)}\n`;
}

const lit = (part: string): string => styleText('inverse', part, { stream: process.stdout });

/** The text from a little before its first word on. */
function around(text: string, words: readonly string[]): string {
  const folded = fold(text);
  const places = words.map((word) => folded.indexOf(word)).filter((place) => place !== -1);
  // Folding may change lengths by a little, which moves the beginning by a little.
  const from = Math.min(...places) - BEFORE_CHARACTERS;
  return places.length === 0 || from <= 0 ? text : `…${text.slice(from)}`;
}
