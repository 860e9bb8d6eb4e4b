import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createdText } from '../../src/lenses/created-text.js';
import { clock, dateTime, dayText, isoTime, localMinute } from '../../src/text/date-time.js';

const ZONES = [
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Europe/Amsterdam',
  'UTC',
];
const now = Date.parse('2026-06-01T00:00:00Z');
let before: string | undefined;

beforeEach(() => {
  before = process.env.TZ;
});

afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

describe.each(ZONES)('in %s', (zone) => {
  beforeEach(() => {
    process.env.TZ = zone;
  });

  test.each([
    '0000-01-01T00:00:00.000Z',
    '0000-12-31T23:59:59+14:00',
    '0001-01-01T00:00:00Z',
    '0099-06-01T12:00:00Z',
    '1883-11-18T19:00:00Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59-12:00',
  ])('%s is a date of four digits, with its mark', (said) => {
    expect(createdText(said, undefined, now)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d\?$/);
  });

  test.each([
    ['2024-02-30T00:00:00Z', '2024-02-30 00:00?'],
    ['2024-02-31T10:11:12Z', '2024-02-31 10:11?'],
    ['2023-02-29T00:00:00Z', '2023-02-29 00:00?'],
    ['1900-02-29T00:00:00Z', '1900-02-29 00:00?'],
    ['2024-04-31T08:00:00+02:00', '2024-04-31 08:00?'],
    ['2024-00-10T00:00:00Z', '2024-00-10 00:00?'],
    ['2024-13-01T00:00:00Z', '2024-13-01 00:00?'],
    ['2024-01-00T00:00:00Z', '2024-01-00 00:00?'],
    ['2024-01-01T24:00:00Z', '2024-01-01 24:00?'],
    ['2024-01-01T25:00:00Z', '2024-01-01 25:00?'],
    ['2024-01-01T10:60:00Z', '2024-01-01 10:60?'],
    ['2016-12-31T23:59:60Z', '2016-12-31 23:59?'],
    ['2024-01-01T10:00:00+24:00', '2024-01-01 10:00?'],
    ['2024-01-01T10:00:00+05:60', '2024-01-01 10:00?'],
    ['2024-01-01T10:00:00', '2024-01-01 zone?'],
    ['2024-01-01 10:00', '2024-01-01 zone?'],
    ['2024-01-01T10:00:00.123456', '2024-01-01 zone?'],
    ['2024-02-30T10:00:00', '2024-02-30 zone?'],
    ['2024-02-21', '2024-02-21?'],
    ['2024-02-30', '2024-02-30?'],
    ['2024-02-21T10', '2024-02-21?'],
    ['2024-02-21T03:11:45.Z', '2024-02-21?'],
    ['2024-02-21 10:00:00 +0000', '2024-02-21?'],
    ['2024-02-21T10:00:00[UTC]', '2024-02-21?'],
  ])('%s names no moment, and stands as it was written', (said, shown) => {
    expect(createdText(said, undefined, now)).toBe(shown);
    expect(dateTime(said)).toBeUndefined();
    expect(dayText(said)).toBe(`${shown.slice(0, 10)}?`);
  });
});

test.each([
  ['+010000-01-01T00:00:00.000Z', '+010000-01-01?'],
  ['-000001-12-31T23:59:59.000Z', '-000001-12-31?'],
  ['12024-02-21T10:00:00Z', '12024-02-21?'],
])('%s has a year that no column has room for, and stands as its day', (said, shown) => {
  expect(createdText(said, '3kqt5l2qyzs2a', now)).toBe(shown);
  expect(dateTime(said)).toBeUndefined();
});

test.each([
  '',
  'yesterday',
  '2024',
  '2024-02',
  '21.02.2024',
  ' 2024-02-21',
  'at 2024-02-21T10:00:00Z',
])('“%s” is no date, and the time of the key stands in its place', (said) => {
  expect(createdText(said, '3kqt5l2qyzs2a', now)).toMatch(/^2024-\d\d-\d\d \d\d:\d\d$/);
});

test.each([
  ['2024-02-21t03:11:45z', '2024-02-21T03:11:45.000Z'],
  ['2024-02-21 03:11:45Z', '2024-02-21T03:11:45.000Z'],
  ['2024-02-21T03:11Z', '2024-02-21T03:11:00.000Z'],
  ['2024-02-21T03:11:45,5Z', '2024-02-21T03:11:45.500Z'],
  ['2024-02-21T03:11:45.1Z', '2024-02-21T03:11:45.100Z'],
  ['2024-02-21T03:11:45.12345678901234567890Z', '2024-02-21T03:11:45.123Z'],
  ['2024-02-21T03:11:45+0530', '2024-02-20T21:41:45.000Z'],
  ['2024-02-21T03:11:45+14:00', '2024-02-20T13:11:45.000Z'],
  ['2024-02-21T03:11:45-12:00', '2024-02-21T15:11:45.000Z'],
  ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
])('%s is read for what it means', (said, iso) => {
  expect(isoTime(dateTime(said) ?? Number.NaN)).toBe(iso);
});

test.each([
  ['-0001-01-01T00:00:00Z'],
  ['2024-W05-1T00:00:00Z'],
  ['1700000000'],
  [1_700_000_000],
  [''],
  [null],
  [{}],
  [[]],
  [`2024-02-21T03:11:45.${'0'.repeat(100)}Z`],
])('%j is no date', (said) => {
  expect(createdText(said, undefined, now)).toBe('');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('the time %d makes no text fail', (time) => {
  expect(localMinute(time)).toBe('no known time');
  expect(clock(time)).toBe('--:--:--');
  expect(isoTime(time)).toBeNull();
});
