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
const all = PAGES * PAGE_ROWS;

let network: SeededNetwork;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** A store at a list of twelve pages of followers, `p0n0` to `p11n99`, the first of which is there. */
async function atFollowers(answer: Parameters<typeof manyFollowers>[0]) {
  const appview = await startService(
    { 'app.bsky.graph.getFollowers': manyFollowers(answer) },
    { upstream: network.appview },
  );
  const client = createClient({ plc: network.plc, appview: appview.origin, timeoutMs: 60_000 });
  const store = createAppStore({ client, ...quiet });
  opened.push(appview, client, store);
  store.actions.goTo(followers);
  await until(store, (state) => currentList(state)?.status === 'ready');
  return { store, asked: () => appview.count('app.bsky.graph.getFollowers') };
}

function filter({ actions }: AppStore, text: string): void {
  actions.openFilter();
  actions.edit({ kind: 'insert', text });
  actions.closeOverlay();
}

const rowCount = (state: State): number | undefined => currentList(state)?.rows.length;
const found = (state: State): number | undefined => currentList(state)?.filter?.matches.length;
const isStill = (state: State): boolean => currentList(state)?.status === 'ready';
const isScanned = (state: State): boolean => currentList(state)?.filter?.scanned === rowCount(state);

describe('a filter that is set', () => {
  test('has pages come until there are no more, and looks through them', async () => {
    const { store, asked } = await atFollowers(() => undefined);
    filter(store, 'p11n7');

    await until(store, (state) => currentList(state)?.ended === true && isScanned(state));

    expect([rowCount(store.getState()), found(store.getState())]).toEqual([all, 11]);
    expect(asked()).toBe(PAGES);
    expect(store.getState().jobs).toEqual([]);
  });

  test('goes on as one types further, and asks for no page twice', async () => {
    const middle: Deferred<void> = deferred();
    const { store, asked } = await atFollowers(async (page) => {
      if (page === 6) await middle.promise;
      return undefined;
    });
    store.actions.openFilter();
    for (const letter of 'n99') store.actions.edit({ kind: 'insert', text: letter });
    await until(store, (state) => rowCount(state) === 600 && isScanned(state));
    middle.resolve();
    await until(store, (state) => rowCount(state) === all && isScanned(state));

    expect(found(store.getState())).toBe(PAGES);
    expect(asked()).toBe(PAGES);
  });

  test('waits for the page that is under way when it is set', async () => {
    const second: Deferred<void> = deferred();
    const { store, asked } = await atFollowers(async (page) => {
      if (page === 1) await second.promise;
      return undefined;
    });
    store.actions.move('list', 'last', listIn(height));
    await expect.poll(asked).toBe(2);
    filter(store, 'n99');
    second.resolve();
    await until(store, (state) => currentList(state)?.ended === true);
    expect(asked()).toBe(PAGES);
  });

  test('stops having pages come when it is told to, and stays; another text has them come again', async () => {
    const { store, asked } = await atFollowers((page) => (page === 6 ? () => {} : undefined));
    filter(store, 'n99');
    await expect.poll(asked).toBe(7);

    store.actions.haltFilling();
    await until(store, isStill);
    expect([rowCount(store.getState()), found(store.getState())]).toEqual([600, 6]);

    filter(store, '0');
    await expect.poll(asked).toBe(8);
  });

  test('ends with its place, and goes on when one comes back', async () => {
    let held = true;
    const { store, asked } = await atFollowers((page) => (page === 6 && held ? () => {} : undefined));
    filter(store, 'n99');
    await expect.poll(asked).toBe(7);
    store.actions.goTo({ kind: 'repo', repo: 'bob.test' });
    await until(store, ({ lists }) =>
      [...lists.values()].every(({ filter, status }) => !filter || status === 'ready'),
    );
    expect(asked()).toBe(7);

    held = false;
    store.actions.back();
    await until(store, (state) => rowCount(state) === all);
    expect(asked()).toBe(PAGES + 1);
  });

  test('has no more pages come once it is cleared', async () => {
    const { store, asked } = await atFollowers((page) => (page === 6 ? () => {} : undefined));
    filter(store, 'n99');
    await expect.poll(asked).toBe(7);
    store.actions.clearFilter();
    await until(store, isStill);
    expect(currentList(store.getState())).toMatchObject({ filter: undefined, ended: false });
    expect(asked()).toBe(7);
  });

  test('says that a page failed, and goes on with it when loaded again', async () => {
    let failures = 0;
    const { store } = await atFollowers((page) =>
      page === 3 && failures++ < 1 ? error(400, 'InvalidRequest', 'no such page') : undefined,
    );
    filter(store, 'n99');
    await until(store, (state) => currentList(state)?.status === 'failed');
    expect(rowCount(store.getState())).toBe(300);

    store.actions.focus('list');
    store.actions.reload();
    await until(store, (state) => rowCount(state) === all);
  });

  test('is not in the way of loading all as a job, and does not go on when that is stopped', async () => {
    const { store, asked } = await atFollowers((page) => (page === 6 ? () => {} : undefined));
    filter(store, 'n99');
    await expect.poll(asked).toBe(7);
    store.actions.loadAll();
    await expect.poll(asked).toBe(8);
    store.actions.stopJob();
    await until(store, (state) => state.jobs.length === 0 && isStill(state));
    expect(currentList(store.getState())?.filter?.isHalted).toBe(true);
    expect(asked()).toBe(8);
  });
});

describe('a filter that is cleared', () => {
  async function looked(text: string) {
    const { store } = await atFollowers(() => undefined);
    filter(store, text);
    await until(store, (state) => currentList(state)?.ended === true && isScanned(state));
    return store;
  }

  test('leaves the cursor on the row that was found, with none moved to', async () => {
    const store = await looked('p7n55');
    expect(selectedKey(store.getState())).toBe('did:plc:p7n55');
    store.actions.clearFilter();
    expect(selectedKey(store.getState())).toBe('did:plc:p7n55');
    expect(store.getState().visit.cursors.list).toMatchObject({ index: 755, top: 755 });
  });

  test('leaves the row on the line of the pane on which it stands', async () => {
    const store = await looked('n55');
    store.actions.move('list', 3, listIn(height));
    expect(selectedKey(store.getState())).toBe('did:plc:p3n55');
    store.actions.clearFilter();
    expect(store.getState().visit.cursors.list).toEqual({ key: 'did:plc:p3n55', index: 355, top: 352 });
  });

  test('leaves the cursor where it was when nothing was found', async () => {
    const store = await looked('nobody');
    store.actions.clearFilter();
    expect(selectedKey(store.getState())).toBe('did:plc:p0n0');
  });
});
