import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Listing } from '../../../src/places/listing.js';
import { createFilterScan } from '../../../src/store/lists/filter-scan.js';
import { listRows } from '../../../src/store/lists/list-rows.js';
import { rowIndexAt, visibleLength } from '../../../src/store/lists/lists-selectors.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { State } from '../../../src/store/state.js';

/** A store with one list whose rows are numbers; counts how many rows were read. */
function listOf(count: number) {
  let read = 0;
  const listing: Listing<number> = {
    address: { kind: 'followers', repo: 'alice.test' },
    columns: [{ title: 'number', width: 0, drop: 0 }],
    orders: [],
    dependsOnViewer: false,
    load: () => Promise.reject(new Error('nothing is loaded here')),
    row(item) {
      read++;
      return {
        cells: [`row ${item}`],
        opens: undefined,
        uri: undefined,
        cid: undefined,
        did: undefined,
      };
    },
    key: String,
    dids: () => [],
    json: String,
  };
  const rows = new PagedRows<unknown>();
  function append(more: number) {
    const from = rows.length;
    rows.append({ length: more, at: (index: number) => from + index }, undefined);
  }
  append(count);
  const list: ListState = {
    key: 'list',
    address: listing.address,
    order: undefined,
    reverse: false,
    listing: listing as Listing,
    rows,
    status: 'ready',
    error: undefined,
    ended: true,
    note: undefined,
    filter: undefined,
  };
  const store = createStore<State>(
    () => ({ lists: new Map([['list', list]]), names: () => undefined }) as unknown as State,
  );
  const now = () => store.getState().lists.get('list')!;
  const until = (condition: (list: ListState) => boolean) =>
    new Promise<void>((resolve) => {
      if (condition(now())) return resolve();
      const stop = store.subscribe(() => {
        if (!condition(now())) return;
        stop();
        resolve();
      });
    });
  const scan = createFilterScan({
    get: store.getState,
    set: store.setState,
    client: { validate: () => Promise.reject(new Error('nothing is validated here')) },
  });
  const whole = () => until(({ filter, rows }) => filter?.scanned === rows.length);
  function putAbove(...items: number[]) {
    for (const item of items) rows.putAbove(item, { kind: 'new', time: 1 });
  }
  return { scan, now, until, whole, append, putAbove, readRows: () => read };
}

describe('the filter', () => {
  test('lets through the rows in which every term stands', async () => {
    const { scan, now, whole } = listOf(1000);
    scan.begin('list', 'ROW 99');
    await whole();
    const list = now();
    const shown = Array.from({ length: visibleLength(list) }, (_, position) => rowIndexAt(list, position));
    expect(shown).toEqual([
      99,
      199,
      299,
      399,
      499,
      599,
      699,
      799,
      899,
      ...Array.from({ length: 10 }, (_, i) => 990 + i),
    ]);
  });

  test('works in slices: what it found first is shown before it has seen everything', async () => {
    const { scan, now } = listOf(1_000_000);
    scan.begin('list', 'row 1');
    const { filter } = now();
    expect(filter!.scanned).toBeLessThan(1_000_000);
    expect(filter!.matches.length).toBeGreaterThan(0);
    scan.begin('list', '');
    expect(now().filter).toBeUndefined();
  });

  test('reads only the rows that matched before when the text grows', async () => {
    const { scan, now, whole, readRows } = listOf(10_000);
    scan.begin('list', '77');
    await whole();
    const matching = now().filter!.matches.length;
    const before = readRows();
    scan.begin('list', '777');
    await whole();
    expect(readRows() - before).toBe(matching);
    expect(Array.from({ length: 3 }, (_, at) => rowIndexAt(now(), at))).toEqual([777, 1777, 2777]);
  });

  test('goes on with rows that are loaded later', async () => {
    const { scan, now, whole, append } = listOf(100);
    scan.begin('list', 'row 15');
    await whole();
    append(100);
    scan.continue('list', false);
    await whole();
    expect(Array.from({ length: visibleLength(now()) }, (_, at) => rowIndexAt(now(), at))).toEqual([
      15,
      115,
      ...Array.from({ length: 10 }, (_, index) => 150 + index),
    ]);
  });

  test('takes in rows that came above, and keeps those that it found where they are', async () => {
    const { scan, now, whole, append, putAbove } = listOf(300);
    scan.begin('list', 'row 12');
    await whole();
    const found = () =>
      Array.from({ length: visibleLength(now()) }, (_, at) => now().rows.at(rowIndexAt(now(), at)!));
    expect(found().slice(0, 3)).toEqual([12, 112, 120]);
    putAbove(1299, 777, 1200);
    expect(scan.takeAbove('list', 3)).toBe(2);
    expect(found().slice(0, 5)).toEqual([1200, 1299, 12, 112, 120]);
    expect(rowIndexAt(now(), 2)).toBe(15);
    // A row keeps its index as a cursor counts it: those above it have negative ones.
    expect(listRows(now()).positionOf(12)).toBe(2);

    append(1000);
    scan.continue('list', false);
    await whole();
    scan.begin('list', 'row 129');
    await whole();
    expect(found()).toEqual([1299, 129, 1129, 1290, 1291, 1292, 1293, 1294, 1295, 1296, 1297, 1298, 1299]);
  });

  test('forgets what another text found', async () => {
    const { scan, now, whole } = listOf(300);
    scan.begin('list', '12');
    scan.begin('list', 'row 299');
    await whole();
    expect(visibleLength(now())).toBe(1);
    expect(listRows(now()).positionOf(299)).toBe(0);
    expect(listRows(now()).positionOf(5)).toBe(0);
  });
});
