import { create } from '@atcute/tid';
import { describe, expect, test } from 'vitest';
import { CREATED_CELLS, createdText, whenColumn, whenText } from '../../src/lenses/created-text.js';
import { dateTime } from '../../src/text/date-time.js';

/** Swedish writes local times as atscope does. */
function local(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
}

function tid(iso: string): string {
  return create(Date.parse(iso) * 1000, 7);
}

const now = Date.parse('2026-06-01T00:00:00Z');
const said = '2024-02-21T03:11:45.123Z';

test('shows what the record says, to the minute, in local time', () => {
  expect(createdText(said, tid(said), now)).toBe(local(said));
  expect(createdText('2024-02-21T03:11:45.123456+09:00', undefined, now)).toBe(local('2024-02-20T18:11:45Z'));
});

test('falls back to the time in the TID', () => {
  expect(createdText(undefined, tid(said), now)).toBe(local(said));
  expect(createdText('yesterday', tid(said), now)).toBe(local(said));
});

test('says nothing where nobody does', () => {
  expect(createdText(undefined, 'self', now)).toBe('');
  expect(createdText(null, undefined, now)).toBe('');
});

test.each([
  ['before anything of the kind existed', '0001-01-01T00:00:00Z', undefined],
  ['in the future', '2031-01-01T00:00:00Z', undefined],
  ['days from the TID', '2023-01-01T00:00:00Z', tid(said)],
  ['in the future by the TID alone', undefined, tid('2050-01-01T00:00:00Z')],
])('doubts a time %s', (_, createdAt, rkey) => {
  const text = createdText(createdAt, rkey, now);
  expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d\?$/);
  expect(text).toHaveLength(CREATED_CELLS);
});

test('a clock that is a few hours off is not doubted', () => {
  expect(createdText('2024-02-21T20:00:00Z', tid(said), now)).not.toContain('?');
  expect(createdText('2026-06-01T08:00:00Z', undefined, now)).not.toContain('?');
});

test.each([
  [undefined],
  [1_700_000_000],
  ['5'],
  ['Tuesday'],
  ['2024-13-45T99:99:99Z'],
  [`2024-02-21T03:11:45Z${'0'.repeat(100)}`],
])('%j is not a date', (text) => {
  expect(dateTime(text)).toBeUndefined();
});

describe('in a column, short', () => {
  const noon = new Date(2026, 5, 15, 12, 0).getTime();
  const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

  test.each([
    ['today: the time of day', at(2026, 5, 15, 9, 3), '09:03'],
    ['yesterday, a minute before midnight', at(2026, 5, 14, 23, 59), '06-14'],
    ['the first minute of the year', at(2026, 0, 1, 0, 0), '01-01'],
    ['the last minute of the year before', at(2025, 11, 31, 23, 59), '2025-12'],
    ['long ago', at(2023, 1, 21, 3, 11), '2023-02'],
    ['hard to believe', at(2031, 1, 21), '2031-02?'],
    ['later today: not so', new Date(noon + 3_600_000).toISOString(), '13:00'],
    ['a day that there is not', '2024-02-30T10:00:00Z', '2024-02?'],
    ['no zone', '2024-02-21T10:00:00', '2024-02?'],
    ['no date', 'yesterday', ''],
  ])('%s', (_, createdAt, short) => {
    expect(whenText(createdAt, undefined, noon)).toBe(short);
    expect(short.length).toBeLessThanOrEqual(whenColumn.width);
  });

  test('is of the key where the record says nothing', () => {
    expect(whenText(undefined, tid(said), now)).toBe('2024-02');
    expect(whenText(undefined, 'self', now)).toBe('');
  });
});
