import { expect, test } from 'vitest';
import { countActivity } from '../../../src/archive/activity.js';
import { STRIP_CELLS, stripsOf } from '../../../src/places/archives/activity-strips.js';
import { recordsOfLife } from '../../support/archive/life-repo.js';

const { signal } = new AbortController();

/** The strips of collections, each with so many records a day from a day of 2024 on. */
async function stripsFor(lives: Readonly<Record<string, readonly [from: string, ...perDay: number[]]>>) {
  const paths = Object.entries(lives).flatMap(([collection, [first, ...perDay]]) =>
    Object.keys(recordsOfLife([{ collection, first, days: perDay.length, perDay: (day) => perDay[day]! }])),
  );
  const names = Object.keys(lives);
  let first = 0;
  const collections = names.map((name) => {
    const count = paths.filter((path) => path.startsWith(`${name}/`)).length;
    first += count;
    return { name, first: first - count, count };
  });
  const keys = paths.map((path) => path.split('/')[1]!);
  return stripsOf(await countActivity({ collections, rkey: (row) => keys[row]! }, signal));
}

test('strips of a repository are of the same time, one cell a day where there is room', async () => {
  const strip = await stripsFor({ a: ['2024-02-01', 9, 0, 1], b: ['2024-02-04', 1, 1] });
  expect([strip('a'), strip('b'), strip('c')]).toEqual(['▇ ▂  ', '   ▇▇', '']);
});

test('a long life is put into the cells that there are', async () => {
  const long = await stripsFor({
    a: ['2023-01-01', ...new Array(STRIP_CELLS * 2).fill(0), 1],
    b: ['2023-01-01', 1],
  });
  expect(long('a')).toBe(`${' '.repeat(STRIP_CELLS - 1)}▇`);
  expect(long('b')).toBe(`▇${' '.repeat(STRIP_CELLS - 1)}`);
});
