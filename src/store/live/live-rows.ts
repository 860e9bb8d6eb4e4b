import { historyTexts } from '../../places/history.js';
import { filterTerms, fold } from '../../text/match.js';
import { Matches } from '../lists/matches.js';
import type { WatchLine } from '../watch/watch-state.js';

/** The lines of a watch that pass a filter. Positions count those, indexes all lines. */
export interface LiveRows {
  readonly length: number;
  /** Index of the line at a position. */
  indexAt(position: number): number | undefined;
  /** Position of a line, or of the first one behind it that passes; 0 where none does. */
  positionOf(index: number): number;
}

// By the lines themselves, which are replaced whenever one is added: a frame that only moves the cursor looks through none.
const known = new WeakMap<readonly WatchLine[], { readonly text: string; readonly rows: LiveRows }>();

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

/** What of a watch's lines a filter's text lets through; an empty text lets all through. */
export function liveRows(lines: readonly WatchLine[], text: string): LiveRows {
  const terms = filterTerms(text);
  if (terms.length === 0) {
    return {
      length: lines.length,
      indexAt: (position) => (position >= 0 && position < lines.length ? position : undefined),
      positionOf: (index) => Math.max(0, Math.min(index, lines.length - 1)),
    };
  }
  const before = known.get(lines);
  if (before?.text === text) return before.rows;
  const matches = new Matches();
  for (const [index, line] of lines.entries()) {
    const text = folded(line);
    if (terms.every((term) => text.includes(term))) matches.push(index);
  }
  const rows: LiveRows = {
    length: matches.length,
    indexAt: (position) => matches.at(position),
    positionOf: (index) => Math.max(0, Math.min(matches.positionOf(index), matches.length - 1)),
  };
  known.set(lines, { text, rows });
  return rows;
}
