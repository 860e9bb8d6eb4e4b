import { eachGrapheme } from './graphemes.js';
import { foldWithMap } from './search-fold.js';

/**
 * Styles whatever the terms match in a text that is already fitted, and leaves its width as it is. Matching is that of the filter
 * (without case and accents); a match that begins or ends within a grapheme takes in all of it.
 *
 * @param terms folded, as `filterTerms` gives them
 * @param match style of what matches
 * @param rest style of all else; none by default
 */
export function highlight(
  text: string,
  terms: readonly string[],
  match: (part: string) => string,
  rest: (part: string) => string = (part) => part,
): string {
  const marked = markedUnits(text, terms);
  if (marked === undefined) return text === '' ? '' : rest(text);
  let out = '';
  let from = 0;
  let inMatch = false;
  function flush(to: number): void {
    if (to > from) out += (inMatch ? match : rest)(text.slice(from, to));
    from = to;
  }
  eachGrapheme(text, (start, end) => {
    const hit = marked.subarray(start, end).includes(1);
    if (hit !== inMatch) {
      flush(start);
      inMatch = hit;
    }
    return true;
  });
  flush(text.length);
  return out;
}

/** Which UTF-16 units of the text stand in a match; undefined when none does. */
function markedUnits(text: string, terms: readonly string[]): Uint8Array | undefined {
  if (terms.length === 0) return undefined;
  const folded = foldWithMap(text);
  let marked: Uint8Array | undefined;
  for (const term of terms) {
    if (term === '') continue;
    for (let at = folded.text.indexOf(term); at !== -1; at = folded.text.indexOf(term, at + term.length)) {
      marked ??= new Uint8Array(text.length);
      const last = folded.starts[at + term.length - 1] ?? text.length;
      marked.fill(1, folded.starts[at], last + 1);
    }
  }
  return marked;
}
