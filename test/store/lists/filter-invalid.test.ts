import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { RecordToValidate, Validity } from '../../../src/atproto/lexicons/validity.js';
import type { Listing } from '../../../src/places/listing.js';
import { createFilterScan } from '../../../src/store/lists/filter-scan.js';
import { rowIndexAt, visibleLength } from '../../../src/store/lists/lists-selectors.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import type { State } from '../../../src/store/state.js';

/** Every seventh number is not valid, every tenth of no known lexicon; one throws, and one could not be read. */
async function validityOf(record: RecordToValidate): Promise<Validity> {
  const number = Number(record.rkey);
  if (number === 11) throw new Error('nothing can be said of it');
  if (number % 10 === 0) return { status: 'unknown', missing: ['com.example.ten'] };
  return number % 7 === 0
    ? { status: 'invalid', issues: [{ path: '', message: 'seven' }] }
    : { status: 'valid' };
}

function listOf(count: number, validate = validityOf) {
  const listing: Listing<number> = {
    address: { kind: 'collection', repo: 'alice.test', collection: 'com.example.number' },
    columns: [{ title: 'number', width: 0, drop: 0 }],
    orders: [],
    dependsOnViewer: false,
    load: () => Promise.reject(new Error('nothing is loaded here')),
    row: (item) => ({
      cells: [`row ${item}`],
      opens: undefined,
      uri: undefined,
      cid: undefined,
      did: undefined,
    }),
    key: String,
    record: (item) =>
      item === 14 ? undefined : { collection: 'com.example.number', rkey: `${item}`, json: '{}' },
    dids: () => [],
    json: String,
  };
  const rows = new PagedRows<unknown>();
  rows.append({ length: count, at: (index: number) => index + 1 }, undefined);
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
  const whole = () =>
    new Promise<void>((resolve) => {
      const check = () => now().filter?.scanned === rows.length && resolve();
      store.subscribe(check);
      check();
    });
  const scan = createFilterScan({ get: store.getState, set: store.setState, client: { validate } });
  const shown = () =>
    Array.from({ length: visibleLength(now()) }, (_, at) => rows.at(rowIndexAt(now(), at) ?? -1));
  return { scan, now, whole, shown, rows };
}

test('shows the records that are not valid, counts those that nobody can tell of, and goes on past one that fails', async () => {
  const { scan, now, whole, shown } = listOf(50);
  scan.begin('list', ':invalid');
  expect(now().filter).toMatchObject({ text: ':invalid', scanned: 0 });
  await whole();
  expect(shown()).toEqual([7, 21, 28, 35, 42, 49]);
  // Five tens, and the one that failed.
  expect(now().filter?.unknown).toBe(6);
});

test('is one word of a filter: what is typed beside it narrows it, and what was typed before it does not', async () => {
  const { scan, now, whole, shown } = listOf(50);
  for (const text of [':', ':inval', ':invalid']) scan.begin('list', text);
  await whole();
  expect(shown()).toHaveLength(6);
  scan.begin('list', ':invalid 4');
  await whole();
  expect(shown()).toEqual([42, 49]);
  scan.begin('list', ':invalids');
  await whole();
  expect(shown()).toEqual([]);
  scan.begin('list', '');
  expect(now().filter).toBeUndefined();
});

test('holds up no key: it works in slices', async () => {
  const { scan, now, whole } = listOf(20_000);
  scan.begin('list', ':invalid');
  await new Promise((resolve) => setImmediate(resolve));
  expect(now().filter?.scanned).toBeLessThan(20_000);
  await whole();
  expect(now().filter?.matches.length).toBeGreaterThan(2000);
});

test('finds rows that come above while it looks, each once', async () => {
  const { scan, whole, shown, rows } = listOf(50);
  scan.begin('list', ':invalid');
  for (const item of [63, 64]) rows.putAbove(item, { kind: 'new', time: 1 });
  expect(scan.takeAbove('list', 2)).toBe(0);
  await whole();
  expect(shown()).toEqual([63, 7, 21, 28, 35, 42, 49]);
});

test('looks again once lexicons are known', async () => {
  let isKnown = false;
  const { scan, now, whole, shown } = listOf(10, async () =>
    isKnown ? { status: 'invalid', issues: [] } : { status: 'unknown', missing: ['com.example.number'] },
  );
  scan.begin('list', ':invalid');
  await whole();
  expect(now().filter).toMatchObject({ unknown: 10 });
  isKnown = true;
  scan.continue('list', true);
  await whole();
  expect(shown()).toHaveLength(10);
  expect(now().filter?.unknown).toBeUndefined();
});
