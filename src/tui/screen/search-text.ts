import { fold } from '../../text/match.js';

/** A document as it is looked through: line by line, however these are broken into rows. */
export interface SearchText {
  /** What stands on each line, as it is shown. The same array for the same document, so that it is read once. */
  readonly texts: readonly string[];
  /** Position of the row of a line in which a folded text stands, or begins. */
  rowOf(line: number, folded: string): number;
  /** The line that the row at a position is of. */
  lineOf(position: number): number;
}

interface Read {
  readonly folded: readonly string[];
  text: string;
  matches: readonly number[];
}

const read = new WeakMap<readonly string[], Read>();

/** The lines that hold a text, without regard to case and accents, in their order. Worked out once for each document and text. */
export function matchesIn(texts: readonly string[], text: string): readonly number[] {
  const wanted = fold(text);
  let known = read.get(texts);
  if (!known) {
    known = { folded: texts.map(fold), text: '', matches: [] };
    read.set(texts, known);
  }
  if (known.text === wanted) return known.matches;
  // Whatever holds a longer text holds the shorter one.
  const lines = known.text !== '' && wanted.startsWith(known.text) ? known.matches : known.folded.keys();
  const matches: number[] = [];
  for (const line of lines) if (wanted !== '' && known.folded[line]?.includes(wanted)) matches.push(line);
  known.text = wanted;
  known.matches = matches;
  return matches;
}

/** Which match one is at, for a title: `3/17`; empty where nothing is looked for. */
export function matchText(
  search: { readonly text: string; readonly at: number } | undefined,
  { texts }: Pick<SearchText, 'texts'>,
): string {
  if (!search) return '';
  const { length } = matchesIn(texts, search.text);
  return length === 0 ? 'no match' : `${Math.min(search.at, length - 1) + 1}/${length}`;
}
