import { expect, test } from 'vitest';
import { HitList, type HitOrder } from '../../../src/archive/search/hit-list.js';
import { randomFrom } from '../../support/random.js';

const random = randomFrom(80);

interface Hit {
  readonly row: number;
  readonly time: number;
}

/** Hits as a search finds them, a few at a time: of two collections, each from the oldest on, or in any order. */
function steps(count: number, isInOrder: boolean): readonly (readonly Hit[])[] {
  const hits = Array.from({ length: count }, (_, row) => ({
    row,
    time: row % 97 === 0 ? Number.NEGATIVE_INFINITY : (isInOrder ? row : random.below(count)) % (count / 2),
  }));
  const all: Hit[][] = [];
  for (let at = 0, size = 1; at < count; at += size - 7) {
    all.push(hits.slice(at, at + size));
    size += 7;
  }
  return isInOrder ? all : all.toSorted(() => random.next() - 0.5);
}

test.each<[HitOrder, boolean]>([
  ['newest', true],
  ['newest', false],
  ['collection', true],
  ['collection', false],
])('has hits by %s while they come, in the order of the file: %s', (order, isInOrder) => {
  const list = new HitList(order);
  const so: Hit[] = [];
  for (const step of steps(12_000, isInOrder)) {
    list.add({
      rows: Uint32Array.from(step, ({ row }) => row),
      times: Float64Array.from(step, ({ time }) => time),
    });
    so.push(...step);
    if (random.below(10) === 0) expect(list.row(0)).toBe(sorted(so, order)[0]);
  }
  expect(list.length).toBe(12_000);
  expect([...list]).toEqual(sorted(so, order));
});

const sorted = (hits: readonly Hit[], order: HitOrder): readonly number[] =>
  hits
    .toSorted((a, b) =>
      order === 'newest' && a.time !== b.time ? (a.time > b.time ? -1 : 1) : a.row - b.row,
    )
    .map(({ row }) => row);
