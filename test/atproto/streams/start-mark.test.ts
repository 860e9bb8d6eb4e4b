import { describe, expect, test } from 'vitest';
import type { StreamPosition } from '../../../src/atproto/streams/event-stream.js';
import {
  believableOf,
  firstOf,
  gapAfter,
  isBeforeMark,
  isStillToCome,
  withMark,
} from '../../../src/atproto/streams/start-mark.js';

/** Milliseconds since 1970. */
const TIME = 1_750_000_000_000;
const A = 'wss://a';
const B = 'wss://b';

const counted = (cursor: number, more: Partial<StreamPosition> = {}): StreamPosition => ({
  source: A,
  cursor,
  time: TIME + cursor,
  ...more,
});
const timed = (ms: number, more: Partial<StreamPosition> = {}): StreamPosition => ({
  source: A,
  cursor: (TIME + ms) * 1000,
  time: TIME + ms,
  ...more,
});

test.each<[string, StreamPosition, { cursor: number; time: number }, string, boolean]>([
  ['a lower number', counted(7), counted(6), A, true],
  ['the very number', counted(7), counted(7), A, true],
  ['a higher number', counted(7), counted(8), A, false],
  ['an earlier time', timed(7), timed(6), A, true],
  ['the very time, and came already', timed(7, { came: [1, 2] }), timed(7), A, true],
  ['the very time, and did not come', timed(7, { came: [2] }), timed(7), A, false],
  ['a number, of a mark by time before it', timed(7), { cursor: 9, time: TIME + 8 }, A, false],
  ['a number, of a mark by time behind it', timed(7), { cursor: 9, time: TIME + 6 }, A, true],
  ['a number of another source, from long before', counted(7), { cursor: 9, time: TIME - 10_000 }, B, true],
  [
    'a number of another source, from a moment before',
    counted(7),
    { cursor: 1, time: TIME - 1_000 },
    B,
    false,
  ],
  ['a time of another source, from long before', timed(7), timed(-10_000), B, true],
  ['a time of another source, from after it', timed(7), timed(8), B, false],
])('an event lies before a mark or not: %s', (_, mark, event, source, isBefore) => {
  expect(isBeforeMark(mark, event, 1, source)).toBe(isBefore);
});

test.each<[string, StreamPosition, StreamPosition, boolean]>([
  ['it is behind', counted(7), counted(6), true],
  ['it is there: who knows what of that came', counted(7), counted(7), false],
  ['it is ahead', counted(7), counted(8), false],
  ['it is of another source', counted(7), counted(6, { source: B }), false],
  ['it counts otherwise', counted(7), timed(-1), false],
])('a stream comes by a mark or not: %s', (_, mark, at, comes) => {
  expect(isStillToCome(mark, at)).toBe(comes);
});

test('the first of two positions has what either of them wants behind it', () => {
  expect(firstOf(counted(7), counted(6))).toEqual(counted(6));
  expect(firstOf(timed(7, { came: [1, 2] }), timed(7, { came: [2, 3] }))).toEqual(timed(7, { came: [2] }));
  expect(firstOf(timed(7), timed(7, { came: [2] }))).toEqual(timed(7, { came: [2] }));
});

test.each<[string, StreamPosition, StreamPosition | undefined, StreamPosition]>([
  ['nothing has come', counted(7), undefined, counted(7)],
  ['others are being served what is before it', counted(7), counted(3), counted(7)],
  ['it was passed', counted(7), counted(9), counted(9)],
  ['it is there', timed(7, { came: [1] }), timed(7, { came: [2] }), timed(7, { came: [1, 2] })],
  ['another source is long before it', counted(10_000), counted(1, { source: B }), counted(10_000)],
  ['another source is where it was', counted(7), counted(900, { source: B }), counted(900, { source: B })],
])('who began at a mark is there, or further: %s', (_, mark, at, position) => {
  expect(withMark(mark, at)).toEqual(position);
});

describe('a gap', () => {
  const gap = (from: number | undefined, to: number) => ({
    from: from === undefined ? undefined : TIME + from,
    to: TIME + to,
    reason: 'it is too old',
  });
  test.each([
    ['before the mark is none of its own', gap(1, 5), undefined],
    ['that reaches over it begins there', gap(1, 9), gap(7, 9)],
    ['behind it is its own', gap(8, 9), gap(8, 9)],
    ['at it that has no length is its own', gap(7, 7), gap(7, 7)],
    ['whose beginning nobody knows is its own', gap(undefined, 5), gap(undefined, 5)],
  ])('%s', (_, given, own) => {
    expect(gapAfter(counted(7), given)).toEqual(own);
  });
});

test.each<[string, StreamPosition, StreamPosition]>([
  ['of a while ago', timed(-5), timed(-5)],
  ['of a clock that is a little ahead', timed(5_000), timed(5_000)],
  ['of a time to come', timed(60_000, { came: [1] }), timed(0)],
  ['with a number, of a time to come', counted(60_000), { ...counted(60_000), time: TIME }],
])('a position is believed as far as it can be: %s', (_, from, believed) => {
  expect(believableOf(from, TIME)).toEqual(believed);
});
