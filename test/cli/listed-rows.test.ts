import { expect, test } from 'vitest';
import { listedRows, type WantedRows } from '../../src/cli/listed-rows.js';
import type { Listing } from '../../src/places/listing.js';

/** Numbers, so many a page; with `again` the service gives its first cursor for ever. */
function numbers(last: number, pageRows: number, again = false): Listing<number> {
  return {
    address: { kind: 'people', words: 'numbers' },
    columns: [{ title: 'number', width: 0, drop: 0 }],
    orders: [],
    dependsOnViewer: false,
    async load(cursor) {
      const start = Number(cursor ?? 0);
      const length = Math.min(pageRows, last - start);
      const next = start + length;
      return {
        rows: Array.from({ length }, (_, index) => start + index + 1),
        cursor: again ? String(pageRows) : next < last ? String(next) : undefined,
      };
    },
    row: (item) => ({
      cells: [`number ${item}`],
      opens: undefined,
      uri: undefined,
      cid: undefined,
      did: undefined,
    }),
    key: String,
    dids: () => [],
    json: String,
  };
}

const all: WantedRows = {
  order: undefined,
  filter: undefined,
  limit: Number.POSITIVE_INFINITY,
  names: undefined,
  signal: new AbortController().signal,
};

async function read(listing: Listing<number>, wanted: Partial<WantedRows> = {}) {
  const items: unknown[] = [];
  let hasMore: boolean | undefined;
  for await (const page of listedRows(listing as Listing, { ...all, ...wanted })) {
    items.push(...page.rows.map(({ item }) => item));
    hasMore = page.hasMore;
  }
  return { items, hasMore };
}

test('all rows come, page behind page', async () => {
  expect(await read(numbers(7, 3))).toEqual({ items: [1, 2, 3, 4, 5, 6, 7], hasMore: false });
});

test.each([
  [2, [1, 2], true],
  [3, [1, 2, 3], true],
  [4, [1, 2, 3, 4], true],
  [7, [1, 2, 3, 4, 5, 6, 7], false],
  [9, [1, 2, 3, 4, 5, 6, 7], false],
])('no more than %i', async (limit, items, hasMore) => {
  expect(await read(numbers(7, 3), { limit })).toEqual({ items, hasMore });
});

test('a limit counts the rows that the filter lets through', async () => {
  const names = async () => () => undefined;
  expect(await read(numbers(30, 3), { filter: 'NUMBER 1', limit: 4, names })).toEqual({
    items: [1, 10, 11, 12],
    hasMore: true,
  });
});

test('a service that goes round in circles is told of, after the rows that it gave', async () => {
  const items: unknown[] = [];
  async function readOn(): Promise<void> {
    for await (const { rows } of listedRows(numbers(9, 3, true) as Listing, all)) items.push(...rows);
  }
  await expect(readOn()).rejects.toThrow('The list is not whole');
  expect(items.length).toBeGreaterThanOrEqual(3);
});
