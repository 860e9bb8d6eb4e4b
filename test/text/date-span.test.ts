import { describe, expect, test } from 'vitest';
import { readDateSpan } from '../../src/text/date-span.js';

const local = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();

describe('a date', () => {
  test.each([
    ['2024-02-21', '2024-02-21', local(2024, 2, 21), local(2024, 2, 22)],
    ['2024-02-29', '2024-02-29', local(2024, 2, 29), local(2024, 3, 1)],
    ['2024-12-31', '2024-12-31', local(2024, 12, 31), local(2025, 1, 1)],
    ['2024-02', '2024-02', local(2024, 2, 1), local(2024, 3, 1)],
    ['2024-12', '2024-12', local(2024, 12, 1), local(2025, 1, 1)],
    ['2024', '2024', local(2024, 1, 1), local(2025, 1, 1)],
    [' 2024-2-3 ', '2024-02-03', local(2024, 2, 3), local(2024, 2, 4)],
  ])('%s is %s, here', (written, text, from, until) => {
    expect(readDateSpan(written)).toEqual({ ok: true, value: { text, from, until } });
  });

  test.each([
    '2023-02-29',
    '2024-13',
    '2024-00-01',
    '2024-04-31',
    '1969',
    '0024-01-01',
  ])('there is no %s', (written) => {
    expect(readDateSpan(written)).toEqual({
      ok: false,
      reason: `There is no ${written} in the calendar, or it is before 1970.`,
    });
  });

  test.each(['', 'tomorrow', '21.02.2024', '2024-02-21T03:00', '20240221'])('“%s” is none', (written) => {
    expect(readDateSpan(written)).toEqual({
      ok: false,
      reason: 'A date is written 2024-02-21, 2024-02 or 2024.',
    });
  });
});
