import { type CursorRows, everyRow } from '../../store/cursor/cursor-rows.js';
import type { JsonLayout, JsonRow } from './json-layout.js';

/**
 * The rows of a document as a cursor moves through them. It stays on its line when others fold or wrap another way; a line that is
 * folded away is found where the fold is.
 */
export const jsonRows = (layout: JsonLayout): CursorRows => ({
  ...everyRow,
  length: layout.length,
  keyAt(row) {
    const at = layout.lineAt(row);
    return at && keyOf(at);
  },
  lineAt(row) {
    const { logical, part } = layout.lineAt(row) ?? { logical: 0, part: 0 };
    const start = row - part;
    return { start, end: start + layout.rowsOf(logical) };
  },
  find(key) {
    const [logical = 0, part = 0] = key.split('+').map(Number);
    const first = layout.rowOf(logical);
    return layout.lineAt(first + part)?.logical === logical ? first + part : first;
  },
});

/** A line is known by its place in the document, and its further rows by theirs in it. */
const keyOf = ({ logical, part }: JsonRow): string => (part === 0 ? `${logical}` : `${logical}+${part}`);
