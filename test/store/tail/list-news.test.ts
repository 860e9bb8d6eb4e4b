import { describe, expect, test } from 'vitest';
import type { CommitEvent } from '../../../src/atproto/streams/repo-event.js';
import { recordsListing } from '../../../src/places/records.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { ListNews } from '../../../src/store/tail/list-news.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import { did } from '../../support/screen/screen-fixtures.js';

const collection = 'com.example.thing';
const listing = recordsListing({
  address: { kind: 'collection', repo: did, collection },
  did,
  source: { list: () => Promise.reject(new Error('nothing is loaded here')) },
}) as NonNullable<ListState['listing']>;

const commit = (operation: CommitEvent['operation'], rkey: string, name = rkey, time = 1): CommitEvent => ({
  kind: 'commit',
  operation,
  did,
  time,
  cursor: time,
  collection,
  rkey,
  cid: undefined,
  record: () => (operation === 'delete' ? undefined : { name }),
});

const page = (...rkeys: string[]) =>
  rawItemsFromValues(
    rkeys.map((rkey) => ({ uri: `at://${did}/${collection}/${rkey}`, value: { name: `old ${rkey}` } })),
  );

/** A list with a first page of records, newest first unless said otherwise. */
function listOf(rkeys: readonly string[], change: Partial<ListState> = {}) {
  const rows = new PagedRows<unknown>();
  const news = new ListNews();
  news.append(rows, page(...rkeys), undefined, listing);
  const list = {
    rows,
    listing,
    reverse: false,
    ended: false,
    status: 'ready' as ListState['status'],
    filter: undefined,
    ...change,
  };
  return {
    rows,
    news,
    count: () => news.count(list),
    take: (...commits: CommitEvent[]) => {
      for (const one of commits) news.take(list, one);
    },
    append: (...more: string[]) => news.append(rows, page(...more), 'cursor', listing),
    /** The rows as they are shown: key, name, and what became of them. */
    shown: () =>
      Array.from({ length: rows.length }, (_, index) => {
        const row = listing.row(rows.at(index), () => undefined);
        const key = listing.key(rows.at(index));
        const rkey = key.slice(key.lastIndexOf('/') + 1);
        const name = /old \w+|\w+ edited/.exec(row.cells.join(' '))?.[0] ?? 'as told';
        return [rkey, name, rows.changeOf(index)?.kind].filter(Boolean).join(' · ');
      }),
  };
}

describe('a record that is created', () => {
  test('waits, and stands above the others when it is shown', () => {
    const { news, rows, take, count, shown } = listOf(['m', 'k']);
    take(commit('create', 'n'), commit('create', 'o'));
    expect(count()).toBe(2);
    expect(shown()).toEqual(['m · old m', 'k · old k']);

    expect(news.showAbove(rows)).toBe(2);
    expect(count()).toBe(0);
    expect(shown()).toEqual(['o · as told · new', 'n · as told · new', 'm · old m', 'k · old k']);
  });

  test('is not shown twice where the page with it came first, or comes later', () => {
    const early = listOf(['n', 'm']);
    early.take(commit('create', 'n'));
    expect(early.count()).toBe(0);
    expect(early.shown()).toEqual(['n · as told · new', 'm · old m']);

    const same = listOf(['n']);
    const written = rawItemsFromValues([{ uri: `at://${did}/${collection}/m`, cid: 'bafym', value: {} }]);
    same.news.append(same.rows, written, 'cursor', listing);
    same.take({ ...commit('create', 'm'), cid: 'bafym' });
    expect(same.shown()).toEqual(['n · old n', 'm · as told']);

    const before = listOf([]);
    before.take({ ...commit('create', 'm'), cid: 'bafym' }, { ...commit('update', 'l'), cid: 'bafyl2' });
    before.news.append(before.rows, written, 'cursor', listing);
    const old = rawItemsFromValues([{ uri: `at://${did}/${collection}/l`, cid: 'bafyl', value: {} }]);
    before.news.append(before.rows, old, 'cursor', listing);
    expect(before.shown()).toEqual(['m · as told', 'l · as told · changed']);

    const waiting = listOf(['m', 'k']);
    waiting.take(commit('create', 'b'));
    waiting.append('c', 'b', 'a');
    expect(waiting.count()).toBe(0);
    expect(waiting.shown().slice(2)).toEqual(['c · old c', 'b · as told · new', 'a · old a']);

    const shown = listOf(['m', 'k']);
    shown.take(commit('create', 'b'));
    shown.news.showAbove(shown.rows);
    shown.append('c', 'b', 'a');
    expect(shown.shown()).toEqual(['b · as told · new', 'm · old m', 'k · old k', 'c · old c', 'a · old a']);
    expect(shown.rows.pageOf(4)).toMatchObject({ number: 2, start: 3, length: 2 });
  });

  test('and deleted again before it is shown was never there', () => {
    const { take, count, shown } = listOf(['m']);
    take(commit('create', 'n'), commit('create', 'o'), commit('delete', 'n'));
    expect(count()).toBe(1);
    expect(shown()).toEqual(['m · old m']);
  });

  test('stands below the others where they are listed oldest first, once there are no more', () => {
    const { news, rows, take, shown } = listOf(['k', 'm'], { reverse: true });
    take(commit('create', 'n'), commit('create', 'o'));
    news.showBelow(rows);
    take(commit('update', 'o', 'o edited'));
    expect(shown()).toEqual(['k · old k', 'm · old m', 'n · as told · new', 'o · o edited · changed']);
  });
});

describe('a record in the list', () => {
  test('shows what it holds now, and what became of it', () => {
    const { take, shown } = listOf(['m', 'k', 'h', 'e', 'b']);
    take(commit('update', 'k', 'k edited'), commit('delete', 'b'), commit('update', 'm', 'm edited'));
    expect(shown()).toEqual([
      'm · m edited · changed',
      'k · k edited · changed',
      'h · old h',
      'e · old e',
      'b · old b · deleted',
    ]);
  });

  test('is found by its place wherever rows came above it, and however often it changes', () => {
    const { news, rows, take, shown } = listOf(['m', 'k']);
    take(commit('update', 'k', 'k edited'), commit('create', 'n'));
    news.showAbove(rows);
    take(commit('create', 'o'), commit('delete', 'm'), commit('update', 'n', 'n edited'));
    news.showAbove(rows);
    expect(shown()).toEqual([
      'o · as told · new',
      'n · n edited · changed',
      'm · old m · deleted',
      'k · k edited · changed',
    ]);

    take(commit('create', 'm', 'm edited'));
    expect(shown()[2]).toBe('m · m edited · new');
    expect(news.count({ filter: undefined, reverse: false })).toBe(0);
  });

  test('that changes before its page has come is as it is now when it comes', () => {
    const { take, append, shown } = listOf(['m']);
    take(commit('update', 'c', 'c edited'), commit('delete', 'b'));
    append('d', 'c', 'b');
    expect(shown()).toEqual(['m · old m', 'd · old d', 'c · c edited · changed', 'b · old b · deleted']);
  });
});

test('a list that is loaded anew keeps only what happened since it was asked for', () => {
  const { news, take, count } = listOf(['m']);
  take(commit('create', 'n'), commit('update', 'c', 'c edited'));
  const asked = news.came;
  take(commit('create', 'o'), commit('delete', 'b'));

  news.restart(asked);
  expect(count()).toBe(1);
  const rows = new PagedRows<unknown>();
  news.append(rows, page('n', 'm', 'c', 'b'), undefined, listing);
  news.showAbove(rows);
  const shown = [0, 1, 2, 3, 4].map((index) => rows.changeOf(index)?.kind);
  expect(shown).toEqual(['new', undefined, undefined, undefined, 'deleted']);
});

test('no more than ten thousand wait: beyond that, the list says that something is missing', () => {
  const { news, take, count } = listOf(['0']);
  for (let number = 0; number < 10_001; number++) take(commit('create', `k${number}`));
  expect(count()).toBe(10_000);
  expect(news.isMissing).toBe(true);
});

test('a page costs nothing where no events came, and an event costs a search, whatever the length', () => {
  let read = 0;
  const length = 1_000_000;
  const big = {
    length,
    at(index: number) {
      read++;
      return page(String(9_000_000 - index)).at(0);
    },
  };
  const rows = new PagedRows<unknown>();
  const news = new ListNews();
  news.append(rows, big, undefined, listing);
  expect(read).toBe(0);
  const list = { rows, listing, reverse: false, ended: true, status: 'ready', filter: undefined } as const;
  news.take(list, commit('update', '8123456', 'edited'));
  expect(rows.changeOf(9_000_000 - 8_123_456)?.kind).toBe('changed');
  news.take(list, commit('create', '9000001'));
  news.showAbove(rows);
  expect(rows.length).toBe(length + 1);
  expect(read).toBeLessThan(50);
});
