import { diffLines } from '../../text/line-diff.js';
import type { JsonDocument, JsonLine } from './json-document.js';

/** A line of each of two documents, beside each other; undefined where one of them has none there. Numbers are indexes of lines. */
export interface JsonDiffRow {
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
  readonly old: number | undefined;
  readonly new: number | undefined;
}

// By the old document: what it was compared with last.
const compared = new WeakMap<JsonDocument, { with: JsonDocument; rows: readonly JsonDiffRow[] }>();

/** As {@link diffJson}, worked out once for the same two documents. */
export function knownDiff(before: JsonDocument, after: JsonDocument): readonly JsonDiffRow[] {
  const known = compared.get(before);
  if (known?.with === after) return known.rows;
  const rows = diffJson(before, after);
  compared.set(before, { with: after, rows });
  return rows;
}

/**
 * Two documents line by line. Commas are no difference. Where a member has another value, the old and the new line stand beside each
 * other (`changed`).
 */
export function diffJson(before: JsonDocument, after: JsonDocument): readonly JsonDiffRow[] {
  const rows: JsonDiffRow[] = [];
  let removed: number[] = [];
  let added: number[] = [];
  function closeHunk(): void {
    rows.push(...hunkRows(before, after, removed, added));
    [removed, added] = [[], []];
  }
  for (const pair of diffLines(before.lines.map(lineText), after.lines.map(lineText))) {
    if (pair.kind === 'removed') removed.push(pair.old);
    else if (pair.kind === 'added') added.push(pair.new);
    else {
      closeHunk();
      rows.push(pair);
    }
  }
  closeHunk();
  return rows;
}

/** Lines that differ, those of the same name beside each other. */
function hunkRows(
  before: JsonDocument,
  after: JsonDocument,
  removed: readonly number[],
  added: readonly number[],
): readonly JsonDiffRow[] {
  const names = (document: JsonDocument, lines: readonly number[]) =>
    lines.map((line) => nameOf(document.lines[line]));
  return diffLines(names(before, removed), names(after, added)).map((pair): JsonDiffRow => {
    if (pair.kind === 'same') return { kind: 'changed', old: removed[pair.old], new: added[pair.new] };
    if (pair.kind === 'removed') return { kind: 'removed', old: removed[pair.old], new: undefined };
    return { kind: 'added', old: undefined, new: added[pair.new] };
  });
}

const nameOf = (line: JsonLine | undefined): string =>
  line ? JSON.stringify([line.depth, line.key, line.kind === 'close']) : '';

/** All that a line says but its comma: where it hangs, its name, its value. */
function lineText(line: JsonLine): string {
  const { depth, key, kind } = line;
  if (kind === 'open' || kind === 'close') return JSON.stringify([depth, key, kind, line.list]);
  if (kind === 'blob') {
    const { reference } = line;
    const blob = reference?.kind === 'blob' ? [reference.cid, reference.mimeType, reference.size] : [];
    return JSON.stringify([depth, key, kind, ...blob]);
  }
  return JSON.stringify([depth, key, kind, line.text]);
}
