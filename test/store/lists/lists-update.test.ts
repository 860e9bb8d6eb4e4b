import { describe, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import type { Identity } from '../../../src/atproto/identity/identity.js';
import { accountOf } from '../../../src/places/address.js';
import { type Listing, NEWEST_FIRST, OLDEST_FIRST } from '../../../src/places/listing.js';
import { listingFor } from '../../../src/places/listing-for.js';
import { Pager } from '../../../src/places/pager.js';
import { visibleLength } from '../../../src/store/lists/lists-selectors.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import {
  afterPage,
  canLoadMore,
  type Load,
  listFailed,
  listLoading,
  listOpened,
  listStopped,
  listsForOthers,
  loadFor,
  loadOnEntry,
  loadOnReload,
  newList,
  pageArrived,
  withList,
  withListEntered,
} from '../../../src/store/lists/lists-update.js';
import { Matches } from '../../../src/store/lists/matches.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';
import { spell } from '../../../src/text/sentence.js';

const posts = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' } as const;
const did = 'did:plc:alicealicealicealicealic';
const followers = { kind: 'followers', repo: 'alice.test' } as const;
const mutes = { kind: 'mutes', repo: 'alice.test' } as const;

function rowsOf(count: number): PagedRows<unknown> {
  const rows = new PagedRows<unknown>();
  rows.append(
    Array.from({ length: count }, (_, index) => `row ${index}`),
    undefined,
  );
  return rows;
}

const list = (rows: number, fields: Partial<ListState> = {}): ListState => ({
  ...newList(posts, undefined),
  rows: rowsOf(rows),
  status: 'ready',
  ...fields,
});

/** A listing whose pages are the numbers of their rows; beyond them there are always more. */
const listingOf = (...pages: number[]): Listing => ({
  address: posts,
  columns: [],
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  dependsOnViewer: false,
  key: String,
  row: () => ({ cells: [], opens: undefined, uri: undefined, cid: undefined, did: undefined }),
  dids: () => [],
  json: String,
  async load(cursor) {
    const page = Number(cursor ?? 0);
    const rows = Array.from({ length: pages[page] ?? 0 }, (_, index) => `${page}.${index}`);
    return { rows, cursor: page + 1 === pages.length ? undefined : String(page + 1) };
  },
});

/** Loads so many pages of a listing. */
async function loaded(listing: Listing, pages: number) {
  const pager = new Pager(listing);
  const rows = new PagedRows<unknown>();
  for (let page = 0; page < pages; page++) {
    const { rows: items, cursor } = await pager.next({ signal: new AbortController().signal });
    rows.append(items, cursor);
  }
  return { listing, pager, rows };
}

describe('what is loaded on coming to a list', () => {
  test.each<[string, ListState, Load | undefined]>([
    ['one of which nothing is known: its first page', newList(posts, undefined), { kind: 'more' }],
    ['one with rows: nothing', list(3), undefined],
    ['one that is empty: nothing', list(0), undefined],
    ['one that is being loaded: nothing', list(0, { status: 'loading' }), undefined],
    ['one whose first page failed: that page', list(0, { status: 'failed' }), { kind: 'more' }],
    ['one whose later page failed: nothing before one asks for it', list(3, { status: 'failed' }), undefined],
    [
      'one that somebody else looked at: as many rows as there were',
      list(120, { stale: true }),
      { kind: 'afresh', leastRows: 120 },
    ],
  ])('%s', (_, before, wanted) => expect(loadOnEntry(before, 0)).toEqual(wanted));

  test.each([
    ['near the beginning', 49, { kind: 'more' }],
    ['further down', 300, { kind: 'afresh', leastRows: 350 }],
    ['very far down', 5000, { kind: 'more' }],
  ])('a list that was let go with the cursor %s', (_, index, wanted) =>
    expect(loadOnEntry(newList(posts, undefined), index)).toEqual(wanted));
});

describe('what is loaded on asking again', () => {
  test.each<[string, ListState, Load]>([
    ['all of it', list(3), { kind: 'afresh', leastRows: 0 }],
    ['of one that failed, the page that failed', list(3, { status: 'failed' }), { kind: 'more' }],
    ['of one that failed without rows, all', list(0, { status: 'failed' }), { kind: 'afresh', leastRows: 0 }],
    [
      'of one that failed and is stale, all',
      list(3, { status: 'failed', stale: true }),
      { kind: 'afresh', leastRows: 0 },
    ],
  ])('%s', (_, before, wanted) => expect(loadOnReload(before)).toEqual(wanted));
});

describe('whether there is a next page to ask for', () => {
  test.each<[string, Partial<ListState>, boolean]>([
    ['behind rows', {}, true],
    ['after a failure', { status: 'failed' }, true],
    ['not while one is coming', { status: 'loading' }, false],
    ['not behind the last one', { ended: true }, false],
  ])('%s', (_, fields, can) => expect(canLoadMore(list(3, fields))).toBe(can));
});

describe('what follows a page', () => {
  test.each<[string, Load, number[], number, string]>([
    ['a first page that is long enough is all', { kind: 'more' }, [50, 50], 1, 'done'],
    ['a short first page is shown while the next one comes', { kind: 'more' }, [3, 50], 1, 'go-on'],
    ['three short pages are enough', { kind: 'more' }, [3, 3, 3, 3], 3, 'done'],
    ['nothing comes behind the last page', { kind: 'more' }, [3], 1, 'done'],
    ['after empty pages it is the turn of who looks', { kind: 'more' }, [0, 0, 0, 0, 0, 0, 9], 1, 'done'],
    [
      'rows are shown once there are as many as before',
      { kind: 'afresh', leastRows: 120 },
      [100, 100, 9],
      1,
      'gather',
    ],
    ['… and then it is done', { kind: 'afresh', leastRows: 120 }, [100, 100, 9], 2, 'done'],
    ['… or there are no more', { kind: 'afresh', leastRows: 120 }, [60], 1, 'done'],
    ['all means on and on', { kind: 'all' }, [100, 100, 100], 2, 'go-on'],
    ['… over empty pages', { kind: 'all' }, [0, 0, 0, 0, 0, 0, 9], 1, 'go-on'],
    ['… to the end', { kind: 'all' }, [100, 100, 100], 3, 'done'],
  ])('%s', async (_, load, pages, count, next) => {
    expect(afterPage(load, await loaded(listingOf(...pages), count), count)).toBe(next);
  });
});

describe('a list that is loaded', () => {
  test('shows the columns as soon as the listing is known, and its rows as they come', async () => {
    const loading = await loaded(listingOf(2, 3), 1);
    const begun = listLoading(newList(posts, undefined));
    expect(begun).toMatchObject({ status: 'loading', listing: undefined });
    const opened = listOpened({ ...begun, rows: loading.rows }, loading);
    expect(opened).toMatchObject({ status: 'loading', listing: loading.listing, pager: loading.pager });
    const shown = pageArrived(opened, loading, true);
    expect(shown).toMatchObject({ status: 'loading', rows: { length: 2 }, ended: false, note: undefined });
    const { rows, cursor } = await loading.pager.next({ signal: new AbortController().signal });
    loading.rows.append(rows, cursor);
    expect(pageArrived(shown, loading, false)).toMatchObject({
      status: 'ready',
      rows: { length: 5 },
      ended: true,
    });
  });

  test('afresh keeps its rows until others are there', async () => {
    const before = list(7, { listing: listingOf(7), note: 'as before' });
    const loading = await loaded(listingOf(4), 1);
    const opened = listOpened(listLoading(before), loading);
    expect(opened).toMatchObject({ rows: before.rows, note: 'as before', listing: loading.listing });
    expect(pageArrived(opened, loading, false)).toMatchObject({ rows: loading.rows, note: undefined });
  });

  test('for somebody else keeps its columns with its rows, and is theirs once both are there', async () => {
    const before = list(7, { listing: listingOf(7), stale: true });
    const loading = await loaded(listingOf(4), 1);
    const opened = listOpened(before, loading);
    expect(opened).toMatchObject({ listing: before.listing, stale: true });
    expect(pageArrived(opened, loading, false)).toMatchObject({ listing: loading.listing, stale: false });
  });

  test('says what keeps further rows from coming', async () => {
    const loading = await loaded(listingOf(0, 0, 0, 0, 0, 0, 1), 1);
    const shown = pageArrived(newList(posts, undefined), loading, false);
    expect(shown.ended).toBe(false);
    expect(spell(shown.note ?? '', () => 'n')).toMatch(/^5 empty pages in a row: n/);
  });

  test('that fails keeps what it has, with the error', () => {
    const error = new Error('gone');
    const before = list(3, { status: 'loading' });
    expect(listFailed(before, error)).toEqual({ ...before, status: 'failed', error });
    expect(listLoading(listFailed(before, error))).toMatchObject({ status: 'loading', error: undefined });
  });

  test('that fails after another account came to look at it keeps no row that tells the relations of the one before', async () => {
    const { pager, rows } = await loaded(listingOf(3), 1);
    const matches = new Matches();
    matches.push(2);
    const filter = { text: 'muted', matches, scanned: 3 };
    const stale = list(3, {
      status: 'loading',
      pager,
      rows,
      stale: true,
      ended: true,
      summary: 'three',
      filter,
    });
    const after = listFailed(stale, new Error('gone'));
    expect(after).toMatchObject({ status: 'failed', stale: true, ended: false, pager: undefined });
    expect(after).toMatchObject({ summary: undefined, filter: { text: 'muted', scanned: 0 } });
    expect(visibleLength(after)).toBe(0);
    expect(after.rows.length).toBe(0);
    expect(loadOnReload(after)).toEqual({ kind: 'afresh', leastRows: 0 });
  });

  test('is loaded anew where more is asked for and another viewer was told the rows', () => {
    const more = { kind: 'more' } as const;
    expect(loadFor(list(3), more)).toBe(more);
    expect(loadFor(list(3, { stale: true }), more)).toEqual({ kind: 'afresh', leastRows: 3 });
    expect(loadFor(list(3, { stale: true }), { kind: 'all' })).toEqual({ kind: 'all' });
  });

  test('that is stopped is as if it had been loaded so far, or as if nobody had asked', async () => {
    const { pager, rows } = await loaded(listingOf(3), 1);
    expect(listStopped(list(0, { status: 'loading' }))).toMatchObject({ status: 'idle', ended: false });
    expect(listStopped(list(0, { status: 'loading', pager, rows }))).toMatchObject({
      status: 'ready',
      ended: true,
    });
  });
});

describe('the lists', () => {
  const keys = (lists: ReadonlyMap<string, ListState>) =>
    [...lists.values()].map(({ address }) => accountOf(address));

  test('hold the sixty-four that were entered last', () => {
    let lists: ReadonlyMap<string, ListState> = new Map();
    for (let number = 1; number <= 64; number++)
      lists = withListEntered(lists, { kind: 'followers', repo: `${number}.test` }, undefined);
    lists = withListEntered(lists, { kind: 'followers', repo: '1.test' }, undefined);
    lists = withListEntered(lists, { kind: 'followers', repo: 'new.test' }, undefined);
    expect(keys(lists)).toHaveLength(64);
    expect(keys(lists)).toContain('1.test');
    expect(keys(lists)).not.toContain('2.test');
  });

  test('keep what is loaded of one that is entered again, and hold both orders apart', () => {
    const once = withListEntered(new Map(), posts, undefined);
    const key = newList(posts, undefined).key;
    const filled = withList(once, key, (one) => ({ ...one, status: 'ready' }));
    expect(withListEntered(filled, posts, undefined).get(key)?.status).toBe('ready');
    expect(withListEntered(filled, posts, 'oldest').size).toBe(2);
  });

  test('stay the same where the one to change has been let go', () => {
    const lists = withListEntered(new Map(), posts, undefined);
    expect(withList(lists, 'gone', listLoading)).toBe(lists);
  });

  test('for somebody else: records are the same for all, other lists are stale, mutes are gone', () => {
    const lists = [posts, followers, mutes].reduce<ReadonlyMap<string, ListState>>(
      (before, address) => withListEntered(before, address, undefined),
      new Map(),
    );
    const client = { appview: {}, sessions: {} } as AtClient;
    const seen = new Map(
      [...lists].map(([key, one]) => [
        key,
        { ...one, listing: listingFor(one.address, { client, identity: { did } as Identity }) },
      ]),
    );
    const after = [...listsForOthers(seen).values()].map(({ address, stale }) => [address.kind, stale]);
    expect(after).toEqual([
      ['collection', false],
      ['followers', true],
    ]);
  });
});
