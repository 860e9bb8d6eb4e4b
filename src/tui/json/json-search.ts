import { fold } from '../../text/match.js';
import type { SearchText } from '../screen/search-text.js';
import type { JsonDocument, JsonLine } from './json-document.js';
import type { JsonLayout } from './json-layout.js';
import { jsonString, valueText } from './json-text.js';

const known = new WeakMap<JsonDocument, readonly string[]>();

/** The lines of a document as they are looked through: names and values as they are shown, and all of what is cut there. */
export function jsonTexts(document: JsonDocument): readonly string[] {
  let texts = known.get(document);
  if (!texts) {
    texts = document.lines.map(textOf);
    known.set(document, texts);
  }
  return texts;
}

/** A document laid out, as it is looked through. */
export const jsonSearch = (layout: JsonLayout): SearchText => ({
  texts: jsonTexts(layout.document),
  rowOf(line, folded) {
    const first = layout.rowOf(line);
    for (let row = first; layout.lineAt(row)?.logical === line; row++) {
      const text = layout.textAt(row);
      if (text && fold(text.key + text.value + text.tail).includes(folded)) return row;
    }
    return first;
  },
  lineOf: (position) => layout.lineAt(position)?.logical ?? 0,
});

/** The folds without those that hide a line; the same where none does. */
export function unfoldedFor(
  document: JsonDocument,
  folded: ReadonlySet<number>,
  line: number,
): ReadonlySet<number> {
  const next = new Set(folded);
  for (let at = document.lines[line]?.parent ?? -1; at >= 0; at = document.lines[at]?.parent ?? -1) {
    next.delete(at);
  }
  return next.size === folded.size ? folded : next;
}

function textOf(line: JsonLine): string {
  if (line.kind === 'close') return '';
  const key = line.key === undefined ? '' : `${jsonString(line.key)}: `;
  if (line.kind === 'open') return key;
  const cid = line.kind === 'blob' && line.reference?.kind === 'blob' ? ` ${line.reference.cid}` : '';
  return key + valueText(line) + cid;
}
