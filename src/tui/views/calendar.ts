import type { ListCursor } from '../../store/cursor/list-cursor.js';
import type { ListState } from '../../store/lists/lists-state.js';
import { countText } from '../../text/count-text.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, spell } from '../../text/sentence.js';
import { utcDay } from '../../text/utc-day.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import { type CalendarDays, calendarDays } from './calendar-days.js';
import { drawCalendar, hasCalendarRoom, spokenCalendar } from './calendar-lines.js';
import { noteRows } from './failure-text.js';
import type { Part } from './one-of.js';
import { padded } from './padded.js';

/** What a calendar is drawn from, among what its list is. */
interface CalendarSeen {
  readonly list: ListState | undefined;
  readonly cursor: ListCursor;
  readonly focused: boolean;
  readonly words: CommandWords;
}

/** Days that PgDn goes on by, and one: a year. */
const STEP_DAYS = 366;
/** Lines that what is on no day may take. */
const NOTE_LINES_MAX = 2;

/** The list pane with a calendar in place of the rows where those are of days, and where there is room. */
export function withCalendar<Seen extends CalendarSeen>(rows: Part<Seen>): Part<Seen> {
  const daysIn = ({ list }: Seen, size: Size): CalendarDays | undefined =>
    list && hasCalendarRoom(size) ? calendarDays(list) : undefined;

  return {
    ...rows,
    title(seen, size, now) {
      const days = daysIn(seen, size);
      const title = rows.title(seen, size, now);
      return days ? { ...title, info: calendarInfo(seen.list, days) } : title;
    },
    list(seen, size) {
      const days = daysIn(seen, size);
      if (!days) return rows.list?.(seen, size);
      return { cursor: seen.cursor, viewport: { rows: days.rows, height: STEP_DAYS } };
    },
    picture(seen, size) {
      const days = daysIn(seen, size);
      if (!days) return rows.picture(seen, size);
      const { cursor, focused } = seen;
      const notes = notesOf(seen, size);
      const { lines, hits } = drawCalendar({ days, cursor, focused, notes }, size);
      return {
        lines,
        hits: () => hits,
        spoken: () => ({
          role: 'table',
          title: `${rows.title(seen, size, 0).name}, ${sanitise(calendarInfo(seen.list, days))}`,
          lines: spokenCalendar(days, cursor),
        }),
      };
    },
    wantedNames: (seen, size) => (daysIn(seen, size) ? [] : (rows.wantedNames?.(seen, size) ?? [])),
  };
}

/** `2,723 records · 2023-04-20 – 2025-01-19, UTC · all collections`. */
function calendarInfo(list: ListState | undefined, { first, length, counts }: CalendarDays): string {
  const records = counts.reduce((sum, count) => sum + count, 0);
  const orders = list?.listing?.orders ?? [];
  const order = orders.find(({ id }) => id === list?.order) ?? orders[0];
  return [
    `${countText(records)} records`,
    `${utcDay(first)} – ${utcDay(first + length - 1)}, UTC`,
    order?.title,
    list?.summary,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function notesOf({ list, words }: CalendarSeen, { width }: Size): readonly string[] {
  if (list?.note === undefined) return [];
  const rows = noteRows(sanitise(spell(list.note, words)), Math.max(1, width - 2), NOTE_LINES_MAX);
  return rows.map((line) => padded(palette.warn, line, width));
}
