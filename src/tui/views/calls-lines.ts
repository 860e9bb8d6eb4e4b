import type { JournalEntry } from '../../atproto/calls/journal.js';
import type { Column } from '../../lenses/column.js';
import { columnWidths, GAP_CELLS, type ShownColumn } from '../../lenses/column-widths.js';
import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { byteSize } from '../../text/byte-size.js';
import { clock } from '../../text/date-time.js';
import { fit, fitRaw } from '../../text/fit.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

interface CallColumn extends Column {
  readonly align?: 'right';
  readonly text: (entry: JournalEntry) => string;
}

const columns: readonly CallColumn[] = [
  { title: 'at', width: 8, drop: 3, text: ({ startedAt }) => clock(startedAt) },
  { title: 'method', width: 6, drop: 6, text: ({ method }) => method },
  { title: 'called', width: 32, drop: 1, text: ({ nsid }) => nsid },
  { title: 'with', width: 28, drop: 2, text: ({ url }) => paramsText(url) },
  { title: 'host', width: 22, drop: 4, text: ({ url }) => hostOf(url) },
  { title: 'status', width: 6, drop: 0, align: 'right', text: statusText },
  {
    title: 'took',
    width: 8,
    drop: 1,
    align: 'right',
    text: ({ milliseconds }) => durationText(milliseconds),
  },
  { title: 'size', width: 8, drop: 3, align: 'right', text: ({ bytes }) => sizeText(bytes) },
  { title: 'note', width: 0, drop: 5, text: noteText },
];

/** What stands in the row of a call where there is room for all of it: what a filter looks at. */
export const callCells = (entry: JournalEntry): readonly string[] => columns.map(({ text }) => text(entry));

/** The line of column titles above the calls. */
export const CALLS_HEADER_LINES = 1;

/** The calls, newest at the bottom, around the one with the cursor: `height` lines of `width` cells. `none` is said where there is none. */
export function drawCalls(
  entries: readonly JournalEntry[],
  { top, end, position }: CursorWindow,
  { width, height }: Size,
  none = 'no call has been made yet',
): string[] {
  const shown = columnWidths(columns, Math.max(0, width - 3));
  const lines = [palette.dim(fit(`  ${cellsOf(shown, (column) => column.title)}`, width))];
  for (const [offset, entry] of entries.slice(top, end).entries()) {
    const text = fit(` ${cellsOf(shown, (column) => column.text(entry))}`, Math.max(0, width - 1));
    if (top + offset === position) lines.push(palette.accent('▌') + palette.selected(text));
    else lines.push(` ${paintOf(entry)(text)}`);
  }
  if (entries.length === 0) lines.push(palette.dim(fit(`  ${none}`, width)));
  while (lines.length < height) lines.push(' '.repeat(width));
  return lines.slice(0, height);
}

const cellsOf = (shown: readonly ShownColumn[], text: (column: CallColumn) => string): string =>
  shown
    .map(({ index, width }) => {
      const column = columns[index];
      return fitRaw(column ? text(column) : '', width, { align: column?.align ?? 'left' });
    })
    .join(' '.repeat(GAP_CELLS));

function paintOf({ status, note, milliseconds, waitingUntil }: JournalEntry): (text: string) => string {
  if (waitingUntil !== undefined) return palette.warn;
  if (milliseconds === undefined) return palette.dim;
  return (status === undefined ? note !== undefined : status >= 400) ? palette.bad : palette.plain;
}

export function statusText({ status, milliseconds, waitingUntil }: JournalEntry): string {
  if (waitingUntil !== undefined) return 'waits';
  if (status !== undefined) return String(status);
  return milliseconds === undefined ? '…' : '–';
}

export const durationText = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms`;

export const sizeText = (bytes: number | undefined): string => (bytes === undefined ? '' : byteSize(bytes));

/** The proxy that a call goes through; nothing where there is none. */
export const viaText = ({ via }: JournalEntry): string => (via === undefined ? '' : `via ${via}`);

function noteText(entry: JournalEntry): string {
  return [viaText(entry), entry.note ?? ''].filter((text) => text !== '').join(' · ');
}

/** What tells a call from others of its name comes first; what is the same in all of them is left out. */
const TELLING = ['rkey', 'uri', 'uris', 'q', 'cursor', 'collection', 'actor', 'repo', 'handle', 'did'];

function paramsText(url: string): string {
  if (!URL.canParse(url)) return '';
  const rank = (name: string): number => (TELLING.includes(name) ? TELLING.indexOf(name) : TELLING.length);
  return [...new URL(url).searchParams]
    .filter(([name]) => name !== 'limit')
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
