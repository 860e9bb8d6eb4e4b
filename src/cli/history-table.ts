import { type HistoryItem, historyNotes, historyShort, historyWho, leftText } from '../places/history.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { clockMinute, dayName } from '../text/date-time.js';
import { fit } from '../text/fit.js';
import { sanitise } from '../text/sanitise.js';
import { width } from '../text/width.js';

const INDENT = '  ';
const GAP = '  ';
/** Of the time and what happened, who, the name, the notes: a cell that needs more is cut. */
const CELLS_MAX = [5, 12, 40, 24, 40] as const;

export interface HistoryTable {
  /** Whose history it is, as it is to be read. */
  readonly watched: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Cells of the terminal. */
  readonly columns: number;
}

/** A history as people read it: what it comes to, then a heading for each day with its lines below, newest first as they are given. */
export function historyTable(lines: readonly HistoryItem[], { watched, now, columns }: HistoryTable): string {
  const rows = lines.map((line) => cellsOf(line).map(sanitise));
  const widths = CELLS_MAX.map((most, index) =>
    Math.min(most, Math.max(0, ...rows.map((cells) => width(cells[index] ?? '')))),
  );
  const printed = [headOf(lines, watched)];
  let day: string | undefined;
  for (const [index, line] of lines.entries()) {
    const own = dayName(line.time, now);
    if (own !== day) printed.push('', own);
    day = own;
    const cells = widths.map((cell, at) => fit(rows[index]?.[at] ?? '', cell));
    printed.push(INDENT + cells.filter((cell) => cell !== '').join(GAP));
  }
  return printed.map((text) => `${fit(text, columns).trimEnd()}\n`).join('');
}

function headOf(lines: readonly HistoryItem[], watched: string): string {
  const count =
    lines.length === 0
      ? 'nobody has come or gone'
      : `${countText(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}`;
  return [`history of ${sanitise(watched)}`, count, leftText(lines)]
    .filter((part) => part !== undefined)
    .join(' · ');
}

const cellsOf = (line: HistoryItem): readonly string[] => [
  clockMinute(line.time),
  historyShort[line.kind],
  historyWho(line, line.handle),
  cellText(line.name),
  historyNotes(line),
];
