import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import type { State } from '../../../src/store/state.js';
import { error } from '../../faults/answers.js';
import { startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type Deferred, deferred } from '../../support/deferred.js';
import { quiet, until } from '../../support/quiet-store.js';
import { selectedKey } from '../../support/rows/selected-key.js';
import { listIn } from '../../support/screen/viewports.js';
import { manyFollowers, PAGE_ROWS, PAGES } from '../../support/services/many-followers.js';

const height = 20;
const followers = { kind: 'followers', repo: 'alice.test' } as const;

let network: SeededNetwork;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function openStore(appview = network.appview): AppStore {
  const client = createClient({ plc: network.plc, appview, timeoutMs: 60_000 });
  const store = createAppStore({ client, ...quiet });
  opened.push(client, store);
  return store;
}

/** A store at a list of twelve pages, the first of which is there, and all of which are being loaded. */
async function loadingAll(answer: Parameters<typeof manyFollowers>[0]) {
  const appview = await startService(
    { 'app.bsky.graph.getFollowers': manyFollowers(answer) },
    { upstream: network.appview },
  );
  opened.push(appview);
  const store = openStore(appview.origin);
  store.actions.goTo(followers);
  await until(store, (state) => currentList(state)?.status === 'ready');
  store.actions.loadAll();
  return { store, asked: () => appview.count('app.bsky.graph.getFollowers') };
}

const rowCount = (state: State): number | undefined => currentList(state)?.rows.length;
const ended = ({ jobs }: State): boolean => jobs.length === 0;

describe('loading all of a list', () => {
  test('goes on to its end, tells how far it is, and what was done', async () => {
    const middle: Deferred<void> = deferred();
    const { store, asked } = await loadingAll(async (page) => {
      if (page === 6) await middle.promise;
      return undefined;
    });
    await until(store, ({ jobs }) => jobs[0]?.done === 6 * PAGE_ROWS);
    expect(store.getState().jobs).toMatchObject([{ title: 'loading all', unit: 'rows', done: 600 }]);

    middle.resolve();
    await until(store, ended);

    expect(rowCount(store.getState())).toBe(PAGES * PAGE_ROWS);
    expect(currentList(store.getState())).toMatchObject({ status: 'ready', ended: true, note: undefined });
    expect(store.getState().notice?.text).toBe('All 1,200 rows are loaded.');
    expect(asked()).toBe(PAGES);
  });

  test('lets the cursor move, and keeps it where it is', async () => {
    const middle: Deferred<void> = deferred();
    const { store } = await loadingAll(async (page) => {
      if (page === 6) await middle.promise;
      return undefined;
    });
    await until(store, (state) => rowCount(state) === 600);
    store.actions.move('list', 'last', listIn(height));
    const key = selectedKey(store.getState());
    expect(key).toBe('did:plc:p5n99');

    middle.resolve();
    await until(store, ended);

    expect(selectedKey(store.getState())).toBe(key);
    expect(rowCount(store.getState())).toBe(1_200);
  });

  test('goes on wherever one is meanwhile', async () => {
    const middle: Deferred<void> = deferred();
    const { store } = await loadingAll(async (page) => {
      if (page === 6) await middle.promise;
      return undefined;
    });
    await until(store, (state) => rowCount(state) === 600);
    store.actions.goTo({ kind: 'repo', repo: 'bob.test' });

    middle.resolve();
    await until(store, ended);

    expect(store.getState().notice?.text).toBe('All 1,200 rows are loaded.');
    store.actions.back();
    expect(rowCount(store.getState())).toBe(1_200);
  });

  test('stops when it is told to, keeps what there is, and goes on from there', async () => {
    const { store, asked } = await loadingAll((page) => (page === 6 ? () => {} : undefined));
    await until(store, (state) => rowCount(state) === 600);
    await expect.poll(asked).toBe(7);

    store.actions.stopJob();
    await until(store, ended);

    expect(store.getState().notice?.text).toBe('Stopped loading: 600 rows are loaded.');
    expect(currentList(store.getState())).toMatchObject({ status: 'ready', ended: false });

    store.actions.loadAll();
    await expect.poll(asked).toBe(8);
    expect(rowCount(store.getState())).toBe(600);
    store.actions.stopJob();
    await until(store, ended);
  });

  test('ends where a page fails, and goes on with that page', async () => {
    let failures = 0;
    const { store } = await loadingAll((page) =>
      page === 3 && failures++ < 1 ? error(400, 'InvalidRequest', 'no such page') : undefined,
    );
    await until(store, ended);

    expect(currentList(store.getState())).toMatchObject({ status: 'failed', error: { status: 400 } });
    expect(store.getState().notice?.text).toBe('Loading all failed: 300 rows are loaded.');

    store.actions.loadAll();
    await until(store, ended);
    expect(rowCount(store.getState())).toBe(1_200);
  });

  test('filters what comes while it goes on', async () => {
    const { store } = await loadingAll(() => undefined);
    store.actions.openFilter();
    for (const letter of 'n99') store.actions.edit({ kind: 'insert', text: letter });
    await until(store, (state) => ended(state) && currentList(state)?.filter?.scanned === 1_200);
    expect(currentList(store.getState())?.filter?.matches.length).toBe(PAGES);
  });

  test('reads a collection of a real PDS to its end', async () => {
    const store = openStore();
    store.actions.goTo({ kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' });
    await until(store, (state) => currentList(state)?.status === 'ready');
    store.actions.loadAll();
    await until(store, ended);
    expect(rowCount(store.getState())).toBe(network.seed.posts.length);
    expect(store.getState().notice?.text).toBe(`All ${network.seed.posts.length} rows are loaded.`);
  });
});
