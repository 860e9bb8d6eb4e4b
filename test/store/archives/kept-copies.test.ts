import { copyFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import { Archives } from '../../../src/keep/archives.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { selectedRow } from '../../../src/store/lists/selected-row.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import { DID } from '../../archive/build-repo.js';
import { writtenCar } from '../../support/archive/written-car.js';
import { quiet, until } from '../../support/quiet-store.js';
import { scratchFolder } from '../../support/scratch-folder.js';

const client = {
  journal: { entries: () => [], subscribe: () => () => {} },
  mirrored: createMirrorBook(),
  sessions: { subscribe: () => () => {}, accounts: [], current: undefined },
  resolve: () => Promise.reject(new Error('offline')),
} as unknown as AtClient;

const POST = 'app.bsky.feed.post';
const KEY = '3k22222222222';
const archives = new Archives(scratchFolder(), { copies: 2 });
const note = {
  handle: 'alice.test',
  records: 1,
  collections: 1,
  verdict: 'signed',
  problems: 0,
  from: '',
} as const;

for (const [rev, text] of [
  ['3jzfcijpj2z2a', 'harbor at night'],
  ['3jzfcijpj2z2c', 'harbor at dawn'],
] as const) {
  const car = await writtenCar({ [`${POST}/${KEY}`]: { text } });
  await archives.work(DID, {}, async ({ draft, put }) => {
    const file = draft('car');
    copyFileSync(car, file);
    await put(file, rev, note);
  });
}

function storeAt(address: Parameters<ReturnType<typeof createAppStore>['actions']['goTo']>[0]) {
  const store = createAppStore({ client, ...quiet, archives });
  store.actions.goTo(address);
  return store;
}

describe('an account of which copies are kept', () => {
  const record = { kind: 'record', repo: 'alice.test', collection: POST, rkey: KEY } as const;
  const of = { repo: 'alice.test', copy: 0 };

  test('is searched in the newest, which is said', async () => {
    const store = storeAt({ kind: 'followers', repo: 'alice.test' });
    store.actions.searchArchive('dawn');
    await until(store, (state) => currentList(state)?.rows.length === 1);
    expect(currentVisit(store.getState()).address).toEqual({ kind: 'archiveSearch', of, query: 'dawn' });
    expect(store.getState().notice?.text).toMatch(
      /^What is searched is the archive of .*, archive:alice\.test\.$/,
    );
  });

  test('has its records compared with the newest', async () => {
    const store = storeAt(record);
    store.actions.compare();
    await until(store, ({ overlay }) => overlay?.kind === 'diff');
    expect(store.getState().overlay).toMatchObject({
      old: {
        name: expect.stringMatching(/^archive of /),
        record: { value: { json: '{"text":"harbor at dawn"}' } },
      },
      new: { name: 'as it is now', address: record },
    });
  });

  test('lists what changed since the copy before, and shows both versions', async () => {
    const store = storeAt({ kind: 'archiveChanges', of, from: undefined });
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(selectedRow(store.getState())?.cells[0]).toBe('~');
    store.actions.openRow();
    expect(store.getState().overlay).toMatchObject({
      kind: 'diff',
      old: { record: { value: { json: '{"text":"harbor at night"}' } } },
      new: { record: { value: { json: '{"text":"harbor at dawn"}' } } },
      opens: { kind: 'archiveRecord', of, collection: POST, rkey: KEY },
    });
  });

  // The last one: it deletes them.
  test('shows its days as they are once the copies are others', async () => {
    const resolve = async () => ({ did: DID, handle: 'alice.test' });
    const store = createAppStore({ client: { ...client, resolve } as never, ...quiet, archives });
    store.actions.goTo({ kind: 'activity', repo: 'alice.test' });
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(currentList(store.getState())?.rows.length).toBe(1);
    store.actions.goTo({ kind: 'archives' });
    await until(store, (state) => currentList(state)?.rows.length === 2);
    store.actions.markShown();
    store.actions.askDeletion();
    store.actions.deleteAsked();
    await until(store, (state) => currentList(state)?.rows.length === 0 && state.notice !== undefined);
    store.actions.back();
    await until(store, (state) => currentList(state)?.status === 'failed');
    expect(currentList(store.getState())?.error).toMatchObject({ name: 'SentenceError' });
  });
});
