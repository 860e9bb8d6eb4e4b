import type { ListCursor } from '../../store/cursor/list-cursor.js';
import { positionOf } from '../../store/cursor/list-cursor.js';
import { countText } from '../../text/count-text.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { utcDay } from '../../text/utc-day.js';
import type { Size } from '../screen/layout.js';
import type { Hit } from '../screen/picture.js';
import { palette } from '../screen/style.js';
import {
  BLOCK_LINES,
  blocksInSight,
  type CalendarBlock,
  calendarBlocks,
  LABEL_CELLS,
  weekday,
} from './calendar-blocks.js';
import type { CalendarDays } from './calendar-days.js';
import { type Quarters, quartersOf, SHADES, shadeOf, shadesText } from './calendar-shades.js';

export interface CalendarView {
  readonly days: CalendarDays;
  readonly cursor: ListCursor;
  readonly focused: boolean;
  /** What stands below it: what is on no day. Painted and as wide as it. */
  readonly notes: readonly string[];
}

export interface CalendarPicture {
  readonly lines: readonly string[];
  readonly hits: readonly Hit[];
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** The day under the cursor, and what the shades stand for. */
const FOOT_LINES = 2;
/** Stands where the cursor is: reverse alone is little to see on a day without records. */
const HERE = { 1: '+', 2: '<>' } as const;

/** Whether a calendar can be drawn in so many cells: else its days are a list. */
export const hasCalendarRoom = ({ width, height }: Size): boolean =>
  height >= BLOCK_LINES + 1 && calendarBlocks(0, 0, width) !== undefined;

/** The day under the cursor in words: `2024-02-21 Wed · 37 records: 30 app.bsky.feed.like, 7 app.bsky.feed.post`. */
export function dayText(days: CalendarDays, position: number): string {
  const day = days.first + position;
  const count = days.counts[position] ?? 0;
  const parts = days
    .partsAt(position)
    .map((one) => `${countText(one.count)} ${sanitise(one.collection ?? '')}`);
  const said = count === 0 ? 'no records' : `${countText(count)} ${count === 1 ? 'record' : 'records'}`;
  const of = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `${utcDay(day)} ${WEEKDAYS[weekday(day)]} · ${said}${of}`;
}

/** Draws years, or parts of them, above one another, each a column a week and a line a day of the week. */
export function drawCalendar({ days, cursor, focused, notes }: CalendarView, size: Size): CalendarPicture {
  const { width, height } = size;
  const position = positionOf(cursor, days.rows);
  const here = days.first + position;
  const { blocks, cell } = calendarBlocks(days.first, days.first + days.length - 1, width) ?? {
    blocks: [],
    cell: 1,
  };
  const foot = footLines(days, position, size, notes);
  const room = height - foot.length;
  // With a blank line between them where there are several.
  const fitting = Math.max(1, Math.floor((room + 1) / (BLOCK_LINES + 1)));
  const quarters = quartersOf(days.counts) ?? [1, 1, 1];
  const lines: string[] = [];
  const hits: Hit[] = [];
  for (const block of blocksInSight(blocks, here, fitting)) {
    if (lines.length > 0) lines.push(' '.repeat(width));
    hits.push(...blockHits(block, days, cell, lines.length + 1));
    lines.push(...blockLines(block, { days, here, focused, quarters, cell, width }));
  }
  while (lines.length < room) lines.push(' '.repeat(width));
  return { lines: [...lines.slice(0, room), ...foot], hits };
}

interface BlockView {
  readonly days: CalendarDays;
  readonly here: number;
  readonly focused: boolean;
  readonly quarters: Quarters;
  readonly cell: 1 | 2;
  readonly width: number;
}

function blockLines(block: CalendarBlock, view: BlockView): readonly string[] {
  const { cell, width } = view;
  const room = Math.floor((width - LABEL_CELLS) / cell);
  const weeks = Math.min(room, Math.ceil((block.until - block.monday) / WEEKDAYS.length));
  const rest = ' '.repeat(Math.max(0, width - LABEL_CELLS - weeks * cell));
  const lines = [palette.dim(fit(headText(block, cell), width))];
  for (const [at, name] of WEEKDAYS.entries()) {
    let line = palette.dim(fit(at % 2 === 0 ? name : '', LABEL_CELLS));
    for (let week = 0; week < weeks; week++) line += dayCell(block, block.monday + week * 7 + at, view);
    lines.push(line + rest);
  }
  return lines;
}

/** The year, and the months above the weeks that they begin in, as far as there is room between them. */
function headText({ year, months }: CalendarBlock, cell: number): string {
  let text = fit(String(year), LABEL_CELLS);
  for (const { week, month } of months) {
    const at = LABEL_CELLS + week * cell;
    if (at >= text.length) text = `${text.padEnd(at)}${MONTHS[month]} `;
  }
  return text;
}

function dayCell(
  { from, until }: CalendarBlock,
  day: number,
  { days, here, focused, quarters, cell }: BlockView,
): string {
  const position = day - days.first;
  if (day < from || day >= until || position < 0 || position >= days.length) return ' '.repeat(cell);
  if (day === here) return (focused ? palette.selected : palette.selectedElsewhere)(HERE[cell]);
  const shade = shadeOf(days.counts[position] ?? 0, quarters);
  const drawn = SHADES[shade] ?? ' ';
  return shade === 0 ? palette.dim(drawn.padEnd(cell)) : palette.good(drawn.repeat(cell));
}

/** A week is one hit: its days lie below one another. */
function blockHits(block: CalendarBlock, days: CalendarDays, cell: number, y: number): readonly Hit[] {
  const hits: Hit[] = [];
  const first = Math.max(block.from, days.first);
  const end = Math.min(block.until, days.first + days.length);
  for (let day = first; day < end; ) {
    const height = Math.min(WEEKDAYS.length - weekday(day), end - day);
    hits.push({
      x: LABEL_CELLS + Math.floor((day - block.monday) / WEEKDAYS.length) * cell,
      y: y + weekday(day),
      width: cell,
      height,
      target: { kind: 'row', position: day - days.first },
    });
    day += height;
  }
  return hits;
}

function footLines(
  days: CalendarDays,
  position: number,
  { width, height }: Size,
  notes: readonly string[],
): readonly string[] {
  const quarters = quartersOf(days.counts);
  const lines = [
    palette.bold(fit(` ${dayText(days, position)}`, width)),
    palette.dim(fit(quarters ? ` ${shadesText(quarters)}` : '', width)),
    ...notes,
  ];
  return lines.slice(0, Math.max(1, Math.min(FOOT_LINES + notes.length, height - BLOCK_LINES)));
}

/** What a screen reader hears: the day under the cursor, then the months of its year. */
export function spokenCalendar(days: CalendarDays, cursor: ListCursor): readonly string[] {
  const position = positionOf(cursor, days.rows);
  const year = utcDay(days.first + position).slice(0, 4);
  const months = new Map<string, number>();
  for (let at = 0; at < days.length; at++) {
    const month = utcDay(days.first + at).slice(0, 7);
    if (month.startsWith(year)) months.set(month, (months.get(month) ?? 0) + (days.counts[at] ?? 0));
  }
  return [
    `selected, day ${position + 1} of ${days.length}: ${dayText(days, position)}`,
    ...[...months].map(([month, count]) => `${month}: ${countText(count)} records`),
  ];
}
