import { describe, expect, test } from 'vitest';
import type { AtClient } from '../../../src/atproto/client.js';
import { createMirrorBook } from '../../../src/atproto/mirrored.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { comparableHere } from '../../../src/store/versions/compare.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import { DID } from '../../archive/build-repo.js';
import { writtenCar } from '../../support/archive/written-car.js';
import { quiet, until } from '../../support/quiet-store.js';

const client = {
  journal: { entries: () => [], subscribe: () => () => {} },
  mirrored: createMirrorBook(),
  sessions: { subscribe: () => () => {}, accounts: [], current: undefined },
  resolve: () => Promise.reject(new Error('offline')),
} as unknown as AtClient;

const POST = 'app.bsky.feed.post';
const KEY = '3k22222222222';
const file = await writtenCar({
  [`${POST}/${KEY}`]: { text: 'first' },
  [`${POST}/3k22222223222`]: { text: 'second' },
  [`${POST}/3k22222224222`]: { text: 'third' },
});

async function atPosts() {
  const store = createAppStore({ client, ...quiet });
  store.actions.goTo({ kind: 'archiveCollection', of: { file }, collection: POST });
  await until(store, (state) => currentList(state)?.status === 'ready');
  const moveTo = (position: number) =>
    store.actions.moveTo('list', position, (state) => {
      const list = currentList(state);
      return (
        list && {
          rows: {
            length: 3,
            indexAt: (at) => at,
            positionOf: (at) => at,
            keyAt: (at) => list.listing?.key(list.rows.at(at)),
          },
          height: 10,
        }
      );
    });
  return { store, moveTo };
}

describe('comparing', () => {
  test('a record of an archive is compared with what it is now', async () => {
    const { store, moveTo } = await atPosts();
    moveTo(2);
    store.actions.compare();
    const address = { kind: 'record', repo: DID, collection: POST, rkey: KEY };
    const { overlay, records } = store.getState();
    expect(overlay).toMatchObject({
      kind: 'diff',
      name: `${POST}/${KEY}`,
      old: { record: { value: { json: '{"text":"first"}' } } },
      new: { name: 'as it is now', address },
      opens: address,
    });
    expect([...records.values()].map(({ status }) => status)).toEqual(['loading']);
    store.actions.openVersionsRecord();
    expect(currentVisit(store.getState()).address).toEqual(address);
  });

  test('two rows that are marked are compared with each other, in the order of the list', async () => {
    const { store, moveTo } = await atPosts();
    store.actions.toggleMark();
    moveTo(2);
    store.actions.toggleMark();
    expect(comparableHere(store.getState())).toEqual({ kind: 'marked', count: 2 });
    store.actions.compare();
    const { overlay } = store.getState();
    expect(overlay).toMatchObject({
      old: { record: { value: { json: '{"text":"third"}' } } },
      new: { record: { value: { json: '{"text":"first"}' } } },
      opens: undefined,
    });
    store.actions.reloadVersions();
    expect(store.getState().notice?.text).toBe('Neither of them can become another.');
  });

  test('a record of which no copy is kept has one version', async () => {
    const store = createAppStore({ client, ...quiet });
    store.actions.goTo({ kind: 'record', repo: DID, collection: POST, rkey: KEY });
    store.actions.compare();
    await until(store, ({ notice }) => notice !== undefined);
    expect(store.getState().notice?.text).toBe('There is only one version of it here.');
    expect(store.getState().overlay).toBeUndefined();
  });

  test('where no record is selected, there is nothing to compare', () => {
    const store = createAppStore({ client, ...quiet });
    store.actions.goTo({ kind: 'followers', repo: DID });
    expect(comparableHere(store.getState())).toBeUndefined();
  });
});
