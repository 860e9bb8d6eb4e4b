import { dayStart } from '../../text/utc-day.js';

const DAYS = 7;
/** Cells of the names of years and weekdays at the left. */
export const LABEL_CELLS = 5;
/** The names of the months, and a line for each day of the week. */
export const BLOCK_LINES = 1 + DAYS;

/** A stretch of the calendar whose weeks stand beside one another. Days are those since 1970. */
export interface CalendarBlock {
  readonly year: number;
  /** The first day, which is the first of a month. */
  readonly from: number;
  /** The first one behind it. */
  readonly until: number;
  /** The Monday that its first week begins with. */
  readonly monday: number;
  /** Where months begin: the week, and their number from 0. */
  readonly months: readonly { readonly week: number; readonly month: number }[];
}

export interface CalendarBlocks {
  readonly blocks: readonly CalendarBlock[];
  /** Cells of a week. */
  readonly cell: 1 | 2;
}

/** How many months stand beside one another, and the weeks that they take at most (54 in 2040, of which one day is cut). */
const SPLITS = [
  { months: 12, weeks: 53 },
  { months: 6, weeks: 28 },
  { months: 3, weeks: 15 },
] as const;

/** The day of the week, from 0 for Monday. The first day of 1970 was a Thursday. */
export const weekday = (day: number): number => (day + 3) % DAYS;

/** The blocks between two days in so many cells, the oldest first: years, or parts of years where there is less room; none where there is none. */
export function calendarBlocks(first: number, last: number, width: number): CalendarBlocks | undefined {
  const room = width - LABEL_CELLS;
  const split = SPLITS.find(({ weeks }) => weeks <= room);
  if (!split) return undefined;
  const blocks: CalendarBlock[] = [];
  const begin = new Date(dayStart(first));
  let year = begin.getUTCFullYear();
  let month = begin.getUTCMonth() - (begin.getUTCMonth() % split.months);
  for (let from = dayOf(year, month); from <= last; from = dayOf(year, month)) {
    const monday = from - weekday(from);
    const months = Array.from({ length: split.months }, (_, at) => ({
      week: Math.ceil((dayOf(year, month + at) - monday) / DAYS),
      month: month + at,
    }));
    blocks.push({ year, from, until: dayOf(year, month + split.months), monday, months });
    month += split.months;
    if (month >= 12) [year, month] = [year + 1, 0];
  }
  return { blocks, cell: split.weeks * 2 <= room ? 2 : 1 };
}

const dayOf = (year: number, month: number): number => Date.UTC(year, month, 1) / dayStart(1);

/** The blocks that are drawn where so many fit: always the same ones for a day, so that moving within them moves none. */
export function blocksInSight(
  blocks: readonly CalendarBlock[],
  day: number,
  fit: number,
): readonly CalendarBlock[] {
  const at = blocks.findIndex(({ until }) => day < until);
  const fromEnd = blocks.length - 1 - (at < 0 ? blocks.length - 1 : at);
  const end = blocks.length - Math.floor(fromEnd / fit) * fit;
  return blocks.slice(Math.max(0, end - fit), end);
}
