import { describe, expect, test } from 'vitest';
import { move } from '../../../src/store/cursor/list-cursor.js';
import { readUtcDay, utcDay } from '../../../src/text/utc-day.js';
import { blocksInSight, calendarBlocks, weekday } from '../../../src/tui/views/calendar-blocks.js';
import { calendarDays } from '../../../src/tui/views/calendar-days.js';
import {
  dayText,
  drawCalendar,
  hasCalendarRoom,
  spokenCalendar,
} from '../../../src/tui/views/calendar-lines.js';
import { quartersOf, shadeOf, shadesText } from '../../../src/tui/views/calendar-shades.js';
import { calendarList } from '../../support/screen/calendar-list.js';
import { cursorAt } from '../../support/screen/screen-fixtures.js';

const day = (written: string): number => readUtcDay(written)!;

describe('the blocks of a calendar', () => {
  test('are years, from the first day of a month, of weeks that begin on Mondays', () => {
    const { blocks, cell } = calendarBlocks(day('2023-04-20'), day('2025-01-20'), 58)!;
    expect(blocks.map(({ from, until }) => [utcDay(from), utcDay(until)])).toEqual([
      ['2023-01-01', '2024-01-01'],
      ['2024-01-01', '2025-01-01'],
      ['2025-01-01', '2026-01-01'],
    ]);
    expect(blocks.map(({ monday }) => [utcDay(monday), weekday(monday)])).toEqual([
      ['2022-12-26', 0],
      ['2024-01-01', 0],
      ['2024-12-30', 0],
    ]);
    expect(cell).toBe(1);
    expect(calendarBlocks(day('2023-04-20'), day('2025-01-20'), 111)?.cell).toBe(2);
  });

  test.each([
    [40, ['2023-07-01', '2024-01-01']],
    [24, ['2023-10-01', '2024-01-01']],
  ])('are parts of years in %i cells', (width, wanted) => {
    const { blocks } = calendarBlocks(day('2023-11-05'), day('2024-03-01'), width)!;
    expect(blocks.map(({ from }) => utcDay(from))).toEqual(wanted);
  });

  test('there are none in less', () => {
    expect(calendarBlocks(0, 0, 19)).toBeUndefined();
    expect(hasCalendarRoom({ width: 60, height: 8 })).toBe(false);
    expect(hasCalendarRoom({ width: 60, height: 9 })).toBe(true);
  });

  test('stay where they are while one moves within those in sight', () => {
    const { blocks } = calendarBlocks(day('2020-01-01'), day('2024-12-31'), 100)!;
    const shown = (written: string) => blocksInSight(blocks, day(written), 2).map(({ year }) => year);
    expect(['2024-12-31', '2023-01-01', '2022-12-31', '2021-01-01', '2020-06-01'].map(shown)).toEqual([
      [2023, 2024],
      [2023, 2024],
      [2021, 2022],
      [2021, 2022],
      [2020],
    ]);
  });
});

describe('the days of a list', () => {
  const days = calendarDays(calendarList('2024-02-20', [1, 4, 0, 3]))!;

  test('stand with the oldest first, each with all that it has', () => {
    expect([days.length, utcDay(days.first), days.counts]).toEqual([4, '2024-02-20', [1, 6, 0, 3]]);
    expect(dayText(days, 1)).toBe('2024-02-21 Wed · 6 records: 4 app.bsky.feed.post, 2 app.bsky.feed.like');
    expect(dayText(days, 2)).toBe('2024-02-22 Thu · no records');
    expect(dayText(days, 0)).toBe('2024-02-20 Tue · 1 record: 1 app.bsky.feed.post');
  });

  test('are moved through from the last one, at which one arrives', () => {
    const viewport = { rows: days.rows, height: 366 };
    const rowsOf = calendarList('2024-02-20', [1, 4, 0, 3]).rows;
    const at = (index: number) => (rowsOf.at(index) as { day: string }).day;
    let cursor = cursorAt(0);
    const seen = [at(cursor.index)];
    for (const step of [{ lines: -1 }, { lines: -1 }, -7, { lines: 1 }, 7] as const) {
      cursor = move(cursor, step, viewport);
      seen.push(at(cursor.index));
    }
    expect(seen).toEqual([
      '2024-02-23',
      '2024-02-22',
      '2024-02-21',
      '2024-02-20',
      '2024-02-21',
      '2024-02-23',
    ]);
  });

  test('are rows while a filter is set, and until all are there', () => {
    expect(calendarDays(calendarList('2024-02-20', [1], { ended: false }))).toBeUndefined();
    expect(calendarDays(calendarList('2024-02-20', [1], { filter: {} as never }))).toBeUndefined();
    expect(calendarDays(calendarList('2024-02-20', [1], { status: 'failed' }))).toBeUndefined();
  });

  test('a screen reader hears the day first, then the months of its year', () => {
    const long = calendarDays(calendarList('2023-12-31', [9, ...new Array(31).fill(1), 5]))!;
    expect(spokenCalendar(long, cursorAt(0))).toEqual([
      'selected, day 33 of 33: 2024-02-01 Thu · 5 records: 5 app.bsky.feed.post',
      '2024-01: 31 records',
      '2024-02: 5 records',
    ]);
  });
});

describe('shades', () => {
  test('are a quarter each of the days that have records', () => {
    const quarters = quartersOf([0, 1, 2, 3, 4, 5, 6, 7, 80])!;
    expect(quarters).toEqual([2, 4, 6]);
    expect([0, 1, 2, 3, 6, 7, 80].map((count) => shadeOf(count, quarters))).toEqual([0, 1, 1, 2, 3, 4, 4]);
    expect(shadesText(quarters)).toBe('· none  ░ 1–2  ▒ 3–4  ▓ 5–6  █ 7 or more');
  });

  test('that no day has are not explained', () => {
    expect(shadesText(quartersOf([1, 1, 1, 2])!)).toBe('· none  ░ 1  █ 2 or more');
  });

  test('there are none without records', () => {
    expect(quartersOf([0, 0])).toBeUndefined();
  });
});

test('a click on a day hits its row', () => {
  const days = calendarDays(calendarList('2024-02-20', new Array(12).fill(1)))!;
  const size = { width: 60, height: 14 };
  const { hits, lines } = drawCalendar({ days, cursor: cursorAt(0), focused: true, notes: [] }, size);
  expect(lines).toHaveLength(size.height);
  // From Tuesday of the eighth week on, then from Monday of the ninth.
  expect(hits.slice(0, 2)).toEqual([
    { x: 5 + 7, y: 2, width: 1, height: 6, target: { kind: 'row', position: 0 } },
    { x: 5 + 8, y: 1, width: 1, height: 6, target: { kind: 'row', position: 6 } },
  ]);
});
