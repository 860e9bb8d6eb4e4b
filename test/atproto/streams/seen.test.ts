import { expect, test } from 'vitest';
import { Seen } from '../../../src/atproto/streams/seen.js';

const MICROSECONDS = 1_783_000_000_000_000;

/** Notes events with the prints from `first` to before `end`, each a second after the other. */
function note(seen: Seen, first: number, end: number, everyMs = 1000): boolean[] {
  const fresh: boolean[] = [];
  for (let print = first; print < end; print++) fresh.push(seen.isNew(print, print, print * everyMs));
  return fresh;
}

test('of what was seen, the last are remembered and no more than twice as many', () => {
  const seen = new Seen(100);
  expect(note(seen, 1, 1_001)).not.toContain(false);
  expect(note(seen, 901, 1_001)).not.toContain(true);
  expect(seen.isNew(799, 799, 0)).toBe(true);
});

test('what is forgotten ends where what is remembered begins', () => {
  const seen = new Seen(100);
  note(seen, 1, 251);
  expect(seen.forgotten).toEqual({ cursor: 100, time: 100_000 });
  expect(seen.isNew(101, 101, 101_000)).toBe(false);
});

test('all of the last seconds is remembered, at any rate', () => {
  const seen = new Seen(100);
  note(seen, 1, 30_001, 0.1);
  expect(seen.forgotten).toBeUndefined();
  expect(note(seen, 1, 30_001, 0.1)).not.toContain(true);
});

test('the memory is bounded, however many come at once', () => {
  const seen = new Seen(100);
  note(seen, 1, 1_000_001, 0);
  expect(seen.forgotten?.cursor).toBeGreaterThan(400_000);
  expect(seen.isNew(1_000_000, 1_000_000, 0)).toBe(false);
});

test('where a source counts anew, what is forgotten is known by its time; a cursor that is a time goes on being one', () => {
  const seen = new Seen(1);
  note(seen, 1, 4, 10_000);
  seen.renumber();
  expect(seen.forgotten).toEqual({ cursor: undefined, time: 10_000 });

  const timed = new Seen(1);
  for (let print = 1; print < 4; print++) timed.isNew(print, MICROSECONDS + print * 1e7, print * 1e4);
  timed.renumber();
  expect(timed.forgotten?.cursor).toBe(MICROSECONDS + 1e7);
});
