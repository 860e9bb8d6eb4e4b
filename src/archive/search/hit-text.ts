import { fold } from '../../text/match.js';
import type { SearchQuery } from './query.js';
import { textsOf } from './texts-of.js';

/** Before the first hit, so that one sees what it is said of. */
const BEFORE_CHARACTERS = 24;

/** The words of a query as they are lit in what is shown: without case and accents. */
export const litWords = ({ terms }: SearchQuery): readonly string[] =>
  terms.map(({ text }) => fold(text)).filter((word) => word !== '');

/** What a record in DAG-CBOR says around the first of the words; its first text where none of them is in a text. */
export function hitText(body: Uint8Array, words: readonly string[]): string {
  let first: string | undefined;
  for (const text of textsOf(body)) {
    first ??= text;
    const folded = fold(text);
    const places = words.map((word) => folded.indexOf(word)).filter((place) => place !== -1);
    if (places.length > 0) return beginning(text, Math.min(...places));
  }
  return first ?? '';
}

/** A text from a little before a place on, where a word begins. Folding may change lengths by a little, which moves it by a little. */
function beginning(text: string, place: number): string {
  const start = place - BEFORE_CHARACTERS;
  if (start <= 0) return text;
  const space = text.indexOf(' ', start);
  return `…${text.slice(space === -1 || space >= place ? start : space + 1)}`;
}
