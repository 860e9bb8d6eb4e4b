import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { type Address, addressKey, formatAddress } from '../../src/places/address.js';
import { currentAccount } from '../../src/store/accounts/accounts-selectors.js';
import { createAppStore } from '../../src/store/create-store.js';
import { currentList } from '../../src/store/lists/lists-selectors.js';
import { rowAt, selectedRow } from '../../src/store/lists/selected-row.js';
import { shownRecord } from '../../src/store/records/shown-record.js';
import type { State } from '../../src/store/state.js';
import { currentVisit } from '../../src/store/visits/visits-selectors.js';
import type { Recent } from '../../src/store/visits/visits-state.js';
import { hang } from '../faults/answers.js';
import { deadOrigin, type Service, startService } from '../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { quiet, until } from '../support/quiet-store.js';
import { selectedKey } from '../support/rows/selected-key.js';
import { listIn } from '../support/screen/viewports.js';

let network: SeededNetwork;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const height = 20;

function openStore({ plc = network.plc, appview = network.appview } = {}) {
  const client = createClient({ plc, appview, timeoutMs: 60_000 });
  opened.push(client);
  const recents: Recent[] = [];
  const store = createAppStore({
    client,
    ...quiet,
    recents: { list: () => recents, add: (recent) => void recents.unshift(recent) },
  });
  return { store, client, recents };
}

async function faulty(routes: Parameters<typeof startService>[0], upstream: string): Promise<Service> {
  const service = await startService(routes, { upstream });
  opened.push(service);
  return service;
}

const loaded = (rows: number) => (state: State) => (currentList(state)?.rows.length ?? 0) >= rows;
const posts = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' } as const;

describe('walking back and forth', () => {
  test('finds the cursor and the scroll as they were left, and asks for nothing again', async () => {
    const { store, client } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    // The contents come by another call, and their cursor with them.
    await until(store, (state) => currentVisit(state).cursors.collections.key !== undefined);
    store.actions.move('list', 30, listIn(height));
    const left = currentVisit(store.getState());
    expect(left.cursors.list).toMatchObject({ index: 30, top: 11 });
    store.actions.goTo({ kind: 'followers', repo: 'alice.test' });
    await until(store, loaded(100));
    const lists = () =>
      client.journal.entries().filter(({ nsid }) => nsid === 'com.atproto.repo.listRecords').length;
    const before = lists();
    store.actions.back();
    expect(currentVisit(store.getState())).toBe(left);
    expect(loaded(100)(store.getState())).toBe(true);
    store.actions.forward();
    expect(currentVisit(store.getState()).address).toEqual({ kind: 'followers', repo: 'alice.test' });
    store.actions.back();
    expect(lists()).toBe(before);
  });

  test('goes out of a record to the list that it was opened from, and forgets the way forward on going elsewhere', async () => {
    const { store } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.move('list', 3, listIn(height));
    store.actions.openRow();
    expect(currentVisit(store.getState()).address).toMatchObject({ kind: 'record', repo: 'alice.test' });
    store.actions.backOut();
    expect(currentVisit(store.getState())).toMatchObject({ address: posts, cursors: { list: { index: 3 } } });
    store.actions.goTo({ kind: 'repo', repo: 'bob.test' });
    store.actions.forward();
    expect(store.getState().notice?.text).toMatch(/last place/);
  });

  test('comes back to the row that it was on even where the list was let go meanwhile', async () => {
    const { store } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.move('list', 'last', listIn(height));
    await until(store, loaded(200));
    store.actions.move('list', 'last', listIn(height));
    const row = selectedRow(store.getState())?.uri;
    store.actions.goTo({ kind: 'repo', repo: 'bob.test' });
    store.setState({ lists: new Map() });
    store.actions.backOut();
    await until(store, loaded(200));
    expect(selectedRow(store.getState())?.uri).toBe(row);
  });

  test('marks a record that was come to by reference in the list beside it', async () => {
    const { store } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.move('list', 40, listIn(height));
    const record = selectedRow(store.getState())?.opens;
    if (!record) throw new Error('The row opens nothing.');
    const other = openStore().store;
    other.actions.goTo(record);
    await until(other, loaded(100));
    expect(selectedRow(other.getState())?.opens).toEqual(record);
    // And where the list is there already.
    other.actions.goTo({ kind: 'repo', repo: 'bob.test' });
    other.actions.goTo(record);
    expect(selectedRow(other.getState())?.opens).toEqual(record);
  });

  test('keeps a place for the next run once it is there, and not what was mistyped or is gone', async () => {
    const { store, recents } = openStore();
    const record = {
      ...posts,
      kind: 'record',
      rkey: network.seed.posts[3]?.uri.split('/').at(-1) ?? '',
    } as const;
    const gone = { ...record, rkey: '3aaaaaaaaaaaa' };
    const recordOf = (place: Address) => (state: State) => state.records.get(addressKey(place))?.status;
    store.actions.goTo(posts);
    await until(store, () => recents.length > 0);
    store.actions.goTo({ kind: 'repo', repo: 'nobody-is-called.test' });
    await until(store, (state) => currentAccount(state)?.identity.status === 'failed');
    store.actions.goTo(gone);
    await until(store, (state) => recordOf(gone)(state) === 'failed');
    store.actions.goTo(record);
    await until(store, (state) => recordOf(record)(state) === 'ready');
    await until(store, () => recents[0]?.account?.name !== undefined);
    expect([...new Set(recents.map(({ address }) => address))]).toEqual([
      formatAddress(record),
      'at://alice.test/app.bsky.feed.post',
    ]);
    expect(recents[0]?.account).toMatchObject({ handle: 'alice.test' });
  });
});

describe('opening a row', () => {
  test('shows at once what the list holds, without a call', async () => {
    const { store, client } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.openRow();
    const shown = shownRecord(store.getState());
    expect(shown).toMatchObject({ of: 'record', record: { status: 'ready' } });
    expect(shown!.record.value!.uri).toBe(network.seed.posts[0]!.uri);
    expect(client.journal.entries().some(({ nsid }) => nsid === 'com.atproto.repo.getRecord')).toBe(false);
    store.actions.reload();
    await until(store, (state) => shownRecord(state)?.record.status === 'ready');
    expect(client.journal.entries().some(({ nsid }) => nsid === 'com.atproto.repo.getRecord')).toBe(true);
  });

  test('moving on in the list beside an open record leaves the record', async () => {
    const { store } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.openRow();
    store.actions.focus('list');
    store.actions.move('list', 1, listIn(height));
    expect(currentVisit(store.getState()).address).toEqual(posts);
    expect(shownRecord(store.getState())!.record.value!.uri).toBe(network.seed.posts[1]!.uri);
  });
});

describe('leaving a place', () => {
  test('ends what it was loading', async () => {
    const appview = await faulty({ 'app.bsky.graph.getFollowers': hang() }, network.appview);
    const { store } = openStore({ appview: appview.origin });
    store.actions.goTo({ kind: 'followers', repo: 'alice.test' });
    await until(store, (state) => currentList(state)?.listing !== undefined);
    await expect.poll(() => appview.count('app.bsky.graph.getFollowers')).toBe(1);
    store.actions.goTo(posts);
    const [abandoned] = [...store.getState().lists.values()];
    await until(store, (state) => state.lists.get(abandoned!.key)!.status === 'idle');
    await until(store, loaded(100));
  });
});

describe('an account', () => {
  test('is resolved afresh by r on the profile', async () => {
    const plc = await faulty({}, network.plc);
    const { store } = openStore({ plc: plc.origin });
    const documents = () => plc.count(`/${network.seed.alice.did}`);
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await until(store, (state) => currentAccount(state)?.handle.status === 'ready');
    expect(documents()).toBe(1);
    store.actions.focus('profile');
    store.actions.reload();
    await until(store, (state) => currentAccount(state)?.identity.status === 'loading');
    await until(store, (state) => currentAccount(state)?.identity.status === 'ready');
    expect(documents()).toBe(2);
  });

  test('known by its handle is not asked for again by its DID', async () => {
    const { store, client } = openStore();
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await until(store, (state) => currentAccount(state)?.description.status === 'ready');
    await until(store, (state) => currentAccount(state)?.handle.status === 'ready');
    await until(store, (state) => currentAccount(state)?.profile.status === 'ready');
    const calls = client.journal.entries().length;
    store.actions.goTo({ kind: 'repo', repo: network.seed.alice.did });
    expect(currentAccount(store.getState())?.profile.status).toBe('ready');
    expect(client.journal.entries().length).toBe(calls);
  });

  test('without an AppView has the profile of its own repository, and the reason', async () => {
    const { store } = openStore({ appview: await deadOrigin() });
    store.actions.goTo({ kind: 'repo', repo: network.seed.alice.did });
    await until(store, (state) => currentAccount(state)?.profile.status === 'ready');
    expect(currentAccount(store.getState())!.profile.value).toMatchObject({
      source: 'repo',
      record: { displayName: 'Alice Liddell' },
      reason: { failure: 'connection' },
    });
  });
});

describe('names', () => {
  test('of the rows in sight are asked for in one call, and once', async () => {
    const { store, client } = openStore();
    store.actions.goTo({ kind: 'collection', repo: 'alice.test', collection: 'app.bsky.graph.follow' });
    await until(store, loaded(60));
    const { listing, rows } = currentList(store.getState())!;
    const dids = Array.from({ length: height }, (_, index) => listing!.dids(rows.at(index))).flat();
    store.actions.wantNames(dids);
    store.actions.wantNames(dids);
    await until(store, ({ names }) => dids.every((did) => names(did) !== undefined));
    expect(rowAt(store.getState(), currentList(store.getState())!, 0)!.cells.join(' ')).toContain(
      `@${network.seed.follows[0]!.handle}`,
    );
    store.actions.wantNames(dids);
    const calls = client.journal.entries().filter(({ nsid }) => nsid === 'app.bsky.actor.getProfiles');
    expect(calls).toHaveLength(1);
  });
});

describe('the filter', () => {
  test('keeps the cursor on its row where that row passes', async () => {
    const { store } = openStore();
    store.actions.goTo(posts);
    await until(store, loaded(100));
    store.actions.openFilter();
    for (const letter of 'tomatoes') store.actions.edit({ kind: 'insert', text: letter });
    await until(store, (state) => currentList(state)!.filter?.scanned === 100);
    store.actions.move('list', 2, listIn(height));
    const chosen = selectedRow(store.getState())!;
    const key = selectedKey(store.getState());
    expect(chosen.cells.join(' ')).toContain('tomatoes');
    store.actions.edit({ kind: 'delete-to-start' });
    expect(currentList(store.getState())!.filter).toBeUndefined();
    expect(selectedKey(store.getState())).toBe(key);
  });
});
