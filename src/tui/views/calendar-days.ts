import type { DayCount } from '../../places/listing.js';
import type { CursorRows } from '../../store/cursor/cursor-rows.js';
import type { ListState } from '../../store/lists/lists-state.js';
import type { PagedRows } from '../../store/lists/paged-rows.js';
import { readUtcDay } from '../../text/utc-day.js';

/** The days of a list of days, by their positions: the oldest first, none left out. */
export interface CalendarDays {
  /** The oldest, in days since 1970. */
  readonly first: number;
  readonly length: number;
  /** How many records each has. */
  readonly counts: readonly number[];
  /** What a day is made of, the most first. */
  partsAt(position: number): readonly DayCount[];
  readonly rows: CursorRows;
}

// By the rows themselves, which are others once the list is loaded anew.
const known = new WeakMap<PagedRows<unknown>, CalendarDays>();
const calendars = new WeakSet<CursorRows>();

/** Whether a cursor moves through the days of a calendar. */
export const isCalendar = (rows: CursorRows): boolean => calendars.has(rows);

/** The days of a list whose rows are of days and are all there; undefined of any other, and of one that a filter narrows. */
export function calendarDays(list: ListState): CalendarDays | undefined {
  const { listing, rows, ended, filter, status } = list;
  if (!listing?.day || rows.length === 0 || !ended || filter || status === 'failed') return undefined;
  let days = known.get(rows);
  if (!days) {
    const { day } = listing;
    days = daysOf(
      Array.from({ length: rows.length }, (_, index) => day(rows.at(index))),
      (index) => listing.key(rows.at(index)),
    );
    known.set(rows, days);
    calendars.add(days.rows);
  }
  return days;
}

function daysOf(items: readonly DayCount[], keyAt: (index: number) => string): CalendarDays {
  /** The first row of each day, the last day first, as they stand in the list. */
  const firstRows: number[] = [];
  const dayOfRow: number[] = [];
  const sums: number[] = [];
  for (const [index, { day, count }] of items.entries()) {
    if (day !== items[index - 1]?.day) {
      firstRows.push(index);
      sums.push(0);
    }
    const at = firstRows.length - 1;
    dayOfRow.push(at);
    sums[at] = (sums[at] ?? 0) + count;
  }
  const length = firstRows.length;
  const rowAt = (position: number): number => firstRows[length - 1 - position] ?? 0;
  return {
    first: readUtcDay(items.at(-1)?.day ?? '') ?? 0,
    length,
    counts: sums.toReversed(),
    partsAt: (position) =>
      items.slice(rowAt(position), firstRows[length - position]).filter(({ count }) => count > 0),
    rows: {
      length,
      indexAt: rowAt,
      positionOf: (index) => length - 1 - (dayOfRow[index] ?? 0),
      keyAt,
    },
  };
}
