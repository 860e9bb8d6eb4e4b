import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import type { State } from '../../../src/store/state.js';
import { shownValidity } from '../../../src/store/validities/shown-validity.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { quiet, until } from '../../support/quiet-store.js';

let network: SeededNetwork;
let client: AtClient;
let store: AppStore;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  store = createAppStore({ client, ...quiet });
});

afterAll(async () => {
  store?.close();
  await client?.close();
});

const shown = (state: State) => shownValidity(state, shownRecord(state));
/** Of the record that is shown, whether it is valid. */
function statusOf(state: State): string | undefined {
  const entry = shown(state);
  return entry?.status === 'checked' ? entry.validity.status : entry?.status;
}
const plants = { kind: 'collection', repo: 'alice.test', collection: 'com.example.garden.plant' } as const;

test('a post that is opened is valid by the lexicon that is brought along', async () => {
  const [rkey = ''] = network.seed.posts[3]!.uri.split('/').slice(-1);
  store.actions.goTo({ kind: 'record', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey });
  await until(store, (state) => statusOf(state) === 'valid');
});

test('a lexicon that nobody here knows is asked for only on demand, and then the list can be filtered by it', async () => {
  store.actions.goTo(plants);
  await until(store, (state) => currentList(state)?.status === 'ready');
  store.actions.filterInvalid();
  await until(store, (state) => currentList(state)?.filter?.unknown === currentList(state)?.rows.length);
  expect(currentList(store.getState())?.filter?.matches.length).toBe(0);
  store.actions.clearFilter();
  expect(shown(store.getState())).toBeUndefined();
  store.actions.validate();
  await until(store, (state) => ['valid', 'invalid'].includes(statusOf(state) ?? ''));
  store.actions.filterInvalid();
  await until(store, (state) => {
    const list = currentList(state);
    return list?.filter?.scanned === list?.rows.length && (list?.filter?.matches.length ?? 0) > 0;
  });
  expect(currentList(store.getState())?.filter?.unknown).toBeUndefined();
  store.actions.openRow();
  await until(store, (state) => statusOf(state) === 'invalid');
  expect(shown(store.getState())).toMatchObject({
    validity: { issues: [{ path: 'heightCm', message: expect.stringContaining('160') }] },
  });
});

test('of a lexicon that nobody has published the reason is told', async () => {
  store.actions.goTo({
    kind: 'record',
    repo: 'alice.test',
    collection: 'com.example.garden.oddity',
    rkey: 'deep',
  });
  await until(store, (state) => statusOf(state) === 'unknown');
  store.actions.validate();
  await until(store, (state) => statusOf(state) === 'failed');
  expect(shown(store.getState())).toMatchObject({ error: { name: 'LexiconError' } });
});
