import { historyTexts } from '../../places/history.js';
import { filterTerms, fold } from '../../text/match.js';
import { type CursorRows, everyRow } from '../cursor/cursor-rows.js';
import { Matches } from '../lists/matches.js';
import type { WatchLine } from '../watch/watch-state.js';

// By the lines themselves, which are replaced whenever one is added: a frame that only moves the cursor looks through none.
const known = new WeakMap<readonly WatchLine[], { readonly text: string; readonly rows: CursorRows }>();

// A line is looked through at each key and again whenever another one comes: folding it costs most of that.
const foldedTexts = new WeakMap<WatchLine, string>();

/** What a filter looks through of a line. No term has a line break in it, so that none matches across two texts. */
function folded(line: WatchLine): string {
  let text = foldedTexts.get(line);
  if (text === undefined) {
    text = historyTexts(line).map(fold).join('\n');
    foldedTexts.set(line, text);
  }
  return text;
}

/** The lines of a watch that a filter's text lets through; an empty text lets all through. Their keys are their numbers. */
export function watchRows(lines: readonly WatchLine[], text: string): CursorRows {
  const before = known.get(lines);
  if (before?.text === text) return before.rows;
  const all: CursorRows = {
    ...everyRow,
    length: lines.length,
    keyAt: (index) => keyOf(lines[index]),
    find: (key, from) => lineOf(lines, key, from),
    follows: 'first',
  };
  const terms = filterTerms(text);
  const rows = terms.length === 0 ? all : { ...all, ...passing(lines, terms) };
  known.set(lines, { text, rows });
  return rows;
}

function passing(
  lines: readonly WatchLine[],
  terms: readonly string[],
): Pick<CursorRows, 'length' | 'indexAt' | 'positionOf'> {
  const matches = new Matches();
  for (const [index, line] of lines.entries()) {
    const text = folded(line);
    if (terms.every((term) => text.includes(term))) matches.push(index);
  }
  return {
    length: matches.length,
    indexAt: (position) => matches.at(position) ?? 0,
    positionOf: (index) => matches.positionOf(index),
  };
}

const keyOf = (line: WatchLine | undefined): string | undefined =>
  line === undefined ? undefined : String(line.id);

/** Lines come above the others, so that one is found a little below where it was. */
function lineOf(lines: readonly WatchLine[], key: string, from: number): number | undefined {
  for (let index = Math.max(0, from); index < lines.length; index++) {
    if (keyOf(lines[index]) === key) return index;
  }
  for (let index = Math.min(from, lines.length) - 1; index >= 0; index--) {
    if (keyOf(lines[index]) === key) return index;
  }
  return undefined;
}
