import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { createEventStreams } from '../../../src/atproto/streams/event-streams.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList, rowIndexAt, visibleLength } from '../../../src/store/lists/lists-selectors.js';
import { rowAt, selectedRow } from '../../../src/store/lists/selected-row.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import type { State } from '../../../src/store/state.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { type Author, signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { noWatch } from '../../support/no-watch.js';
import { quiet, until } from '../../support/quiet-store.js';
import { listIn } from '../../support/screen/viewports.js';
import { QUICK } from '../../support/streams/recorder.js';

let network: SeededNetwork;
let accounts = 0;
const closing: (() => unknown)[] = [];
const collection = 'app.bsky.feed.post';
const height = 10;

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const newAuthor = (): Promise<Author> =>
  signUp(network.pds, `tells${++accounts}-${Date.now().toString(36)}.test`);

const post = (text: string) => ({ collection, value: { text, createdAt: new Date().toISOString() } });
const rkeyOf = ({ uri }: { uri: string }) => uri.slice(uri.lastIndexOf('/') + 1);

function openStore() {
  const client = createClient({ plc: network.plc, appview: network.appview, timeoutMs: 60_000 });
  const firehose = `${network.pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`;
  const streams = createEventStreams({ urls: [firehose], timings: QUICK });
  const store = createAppStore({
    client,
    ...quiet,
    watch: { ...noWatch, streams: () => streams },
  });
  closing.push(
    () => client.close(),
    () => streams.close(),
    () => store.close(),
  );
  return store;
}

/** A store on the posts of an account, with a tail of all its events. */
async function openPosts(author: Author, { rows = 1 } = {}) {
  const store = openStore();
  store.actions.goTo({ kind: 'repo', repo: author.did });
  store.actions.toggleTail();
  await until(store, ({ tail }) => tail?.stream?.state === 'connected');
  // A firehose may tell of what was written just before.
  await author.write([{ collection: 'com.example.marker', value: {} }]);
  await until(store, ({ tail }) => {
    const newest = tail?.shown.at(0);
    return newest?.kind === 'commit' && newest.collection === 'com.example.marker';
  });
  store.actions.goTo({ kind: 'collection', repo: author.did, collection });
  await until(store, (state) => {
    const list = currentList(state);
    return list?.status === 'ready' && list.rows.length >= rows;
  });
  return store;
}

function waiting(state: State): number {
  const list = currentList(state);
  return list?.news?.count(list) ?? 0;
}

/** The rows shown, from the top: the text of the post, and what became of it. */
function rowsOf(store: AppStore): readonly string[] {
  const state = store.getState();
  const list = currentList(state)!;
  return Array.from({ length: visibleLength(list) }, (_, position) => {
    const index = rowIndexAt(list, position)!;
    const change = list.rows.changeOf(index);
    return `${rowAt(state, list, index)!.cells[1]}${change ? ` (${change.kind})` : ''}`;
  });
}

describe('a list of records that are tailed', () => {
  test('lets new ones wait, keeps the cursor on its row, and shows them on g', async () => {
    const author = await newAuthor();
    await author.write([post('one')]);
    await author.write([post('two')]);
    const store = await openPosts(author, { rows: 2 });
    store.actions.move('list', 1, listIn(height));
    await author.write([post('three')]);
    await author.write([post('four')]);
    await until(store, (state) => waiting(state) === 2);
    expect(rowsOf(store)).toEqual(['two', 'one']);
    expect(selectedRow(store.getState())?.cells[1]).toBe('one');

    store.actions.move('list', 'first', listIn(height));
    expect(rowsOf(store)).toEqual(['four (new)', 'three (new)', 'two', 'one']);
    expect(selectedRow(store.getState())?.cells[1]).toBe('four');
    expect(waiting(store.getState())).toBe(0);
  });

  test('shows them to whoever goes up from the first row, one after the other, and in other places of the list too', async () => {
    const author = await newAuthor();
    await author.write([post('one')]);
    const store = await openPosts(author);
    store.actions.openRow();
    const first = currentVisit(store.getState());
    const [two] = await author.write([post('two')]);
    await author.write([post('three')]);
    await until(store, (state) => waiting(state) === 2);

    // Beside another record of the same list.
    if (first.address?.kind !== 'record') throw new Error('No record was opened.');
    store.actions.goTo({ ...first.address, rkey: rkeyOf(two!) });
    store.actions.focus('list');
    store.actions.move('list', -1, listIn(height));
    expect(selectedRow(store.getState())?.cells[1]).toBe('two');
    store.actions.back();
    expect(currentVisit(store.getState()).id).toBe(first.id);
    expect(selectedRow(store.getState())?.cells[1]).toBe('one');
  });

  test('marks what changes, with its new content, and what is deleted, which stays', async () => {
    const author = await newAuthor();
    const [one, two] = await author.write([post('one'), post('two')]);
    const store = await openPosts(author, { rows: 2 });
    await author.put({ ...post('one, edited'), rkey: rkeyOf(one!) });
    await author.delete(collection, rkeyOf(two!));
    await until(store, (state) => currentList(state)!.rows.version >= 2);
    expect([...rowsOf(store)].sort()).toEqual(['one, edited (changed)', 'two (deleted)']);

    const index = rowsOf(store).indexOf('one, edited (changed)');
    store.actions.move('list', index, listIn(height));
    const shown = shownRecord(store.getState());
    expect(shown?.record.value).toMatchObject({
      json: expect.stringContaining('one, edited'),
      change: { kind: 'changed' },
    });
    store.actions.reload();
    await until(store, (state) => currentList(state)!.rows.version === 0);
    expect(rowsOf(store)).toEqual(['one, edited']);
  });

  test('shows none twice when it is loaded anew while they wait', async () => {
    const author = await newAuthor();
    await author.write([post('one')]);
    const store = await openPosts(author);
    await author.write([post('two')]);
    await until(store, (state) => waiting(state) === 1);
    const { rows } = currentList(store.getState())!;
    store.actions.reload();
    await author.write([post('three')]);
    await until(
      store,
      (state) => currentList(state)!.rows !== rows && currentList(state)!.status === 'ready',
    );
    // Either the page has the third one, or it waits, or it is still to be told of.
    await until(store, (state) => waiting(state) + currentList(state)!.rows.length === 3);
    store.actions.move('list', 'first', listIn(height));
    expect(rowsOf(store).map((row) => row.replace(' (new)', ''))).toEqual(['three', 'two', 'one']);
  });

  test('oldest first, has them at its end once it has ended, and none twice', async () => {
    const author = await newAuthor();
    await author.write(Array.from({ length: 120 }, (_, index) => post(`old ${index}`)));
    const store = await openPosts(author, { rows: 100 });
    store.actions.reorder();
    await until(store, (state) => currentList(state)?.rows.length === 100);
    await author.write([post('new one')]);
    await until(store, (state) => waiting(state) === 1);
    expect(rowsOf(store)).not.toContain('new one (new)');

    store.actions.move('list', 'last', listIn(height));
    await until(store, (state) => currentList(state)!.rows.length === 121);
    expect(waiting(store.getState())).toBe(0);
    await until(store, (state) => currentList(state)!.status === 'ready');
    // A service may tell only by an empty page that there are no more.
    await store.actions.turnPage(1, listIn(height));
    await until(store, (state) => currentList(state)!.ended);
    await author.write([post('another')]);
    await until(store, (state) => currentList(state)!.rows.length === 122);
    expect(rowsOf(store).slice(-2)).toEqual(['new one (new)', 'another (new)']);
    expect(new Set(rowsOf(store)).size).toBe(122);
  });

  test('with a filter, counts and shows those that it lets through', async () => {
    const author = await newAuthor();
    await author.write([post('sea one'), post('land one')]);
    const store = await openPosts(author, { rows: 2 });
    store.actions.openFilter();
    store.actions.edit({ kind: 'insert', text: 'sea' });
    await until(store, (state) => currentList(state)?.filter?.scanned === 2);
    await author.write([post('land two')]);
    await author.write([post('sea two')]);
    await until(store, (state) => waiting(state) === 1);
    expect(rowsOf(store)).toEqual(['sea one']);

    store.actions.closeOverlay();
    store.actions.move('list', -1, listIn(height));
    expect(rowsOf(store)).toEqual(['sea two (new)', 'sea one']);
    expect(selectedRow(store.getState())?.cells[1]).toBe('sea two');
    store.actions.clearFilter();
    expect([...rowsOf(store)].sort()).toEqual(['land one', 'land two (new)', 'sea one', 'sea two (new)']);
  });

  test('that is empty shows the first one at once', async () => {
    const author = await newAuthor();
    const store = await openPosts(author, { rows: 0 });
    await author.write([post('the first')]);
    await until(store, (state) => currentList(state)!.rows.length === 1);
    expect(rowsOf(store)).toEqual(['the first (new)']);
  });
});

test('an account in a list of accounts is tailed without being opened', async () => {
  const store = openStore();
  store.actions.goTo({ kind: 'followers', repo: 'alice.test' });
  await until(store, (state) => (currentList(state)?.rows.length ?? 0) > 10);
  store.actions.move('list', 3, listIn(height));
  const row = selectedRow(store.getState())!;
  store.actions.toggleTail();
  await until(store, ({ tail }) => tail !== undefined);
  expect(store.getState().tail).toMatchObject({
    name: row.cells[1]!.slice(1),
    filter: { collections: [], dids: [row.did] },
  });
});

test('a record that changes while it is open says so, until it is read again', async () => {
  const author = await newAuthor();
  const [ref] = await author.write([post('as it was')]);
  const store = await openPosts(author);
  const rkey = rkeyOf(ref!);
  store.actions.goTo({ kind: 'record', repo: author.did, collection, rkey });
  const value = (state: State) => shownRecord(state)?.record.value;
  await until(store, (state) => value(state) !== undefined);
  await author.put({ ...post('as it is'), rkey });
  await until(store, (state) => value(state)?.change?.kind === 'changed');
  expect(value(store.getState())?.json).toContain('as it was');

  store.actions.reload();
  await until(store, (state) => value(state)?.json.includes('as it is') === true);
  expect(value(store.getState())?.change).toBeUndefined();
  await author.delete(collection, rkey);
  await until(store, (state) => value(state)?.change?.kind === 'deleted');
});

test('the stream shows whatever its filter lets through, and another filter takes its place', async () => {
  const [one, other] = [await newAuthor(), await newAuthor()];
  const store = openStore();
  store.actions.setStream({ collections: ['app.bsky.feed.*'], dids: [one.did] });
  await until(store, ({ tail }) => tail?.stream?.state === 'connected');
  await other.write([post('by another')]);
  await one.write([{ collection: 'com.example.thing', value: { text: 'in another collection' } }]);
  await one.write([post('this')]);
  await until(store, ({ tail }) => tail!.counts.size > 0);
  expect(store.getState().tail!.shown.at(0)).toMatchObject({ text: 'this', did: one.did });
  expect([...store.getState().tail!.counts]).toEqual([[collection, 1]]);

  store.actions.setStream({ collections: [], dids: [other.did] });
  await until(store, ({ tail }) => tail?.stream?.state === 'connected');
  await one.write([post('by another now')]);
  await other.write([{ collection: 'com.example.thing', value: { text: 'in any collection' } }]);
  await until(store, ({ tail }) => tail!.counts.has('com.example.thing'));
  const { shown } = store.getState().tail!;
  const dids = Array.from({ length: shown.length }, (_, index) => shown.at(index)).map((entry) =>
    entry?.kind === 'gap' ? undefined : entry?.did,
  );
  expect(new Set(dids)).toEqual(new Set([other.did]));
});

test.each([
  ['tail', 'toggleTail'],
  ['watch', 'toggleWatch'],
] as const)('a %s of an account that cannot be found is none, and the notice says why', async (what, toggle) => {
  const store = openStore();
  store.actions.goTo({ kind: 'repo', repo: 'nobody-at-all.test' });
  store.actions[toggle]();
  await until(store, ({ notice }) => notice?.kind === 'error');
  const { notice, tail, watches } = store.getState();
  expect(notice?.text).toBe(`The ${what} was not started.`);
  expect(errorSentence(notice?.error)).toMatch(/^There is no account with the handle nobody-at-all\.test/);
  expect({ tail, watches: watches.size }).toEqual({ tail: undefined, watches: 0 });
});
