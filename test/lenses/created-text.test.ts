import { create } from '@atcute/tid';
import { expect, test } from 'vitest';
import { CREATED_CELLS, createdText } from '../../src/lenses/created-text.js';
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
