import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { tidTime } from '../../../src/atproto/tid.js';
import { rowKey } from '../../../src/places/starting-at.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList } from '../../../src/store/lists/lists-selectors.js';
import type { State } from '../../../src/store/state.js';
import type { DateSpan } from '../../../src/text/date-span.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { quiet, until } from '../../support/quiet-store.js';
import { selectedKey } from '../../support/rows/selected-key.js';
import { listIn } from '../../support/screen/viewports.js';

const posts = { kind: 'collection', repo: 'alice.test', collection: 'app.bsky.feed.post' } as const;
const inTen = listIn(10);

let network: SeededNetwork;
let client: AtClient;
let store: AppStore;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient({ appview: network.appview, plc: network.plc });
  store = createAppStore({ client, ...quiet });
});

afterAll(() => {
  store?.close();
  return client?.close();
});

function keysIn(state: State): readonly string[] {
  const { listing, rows } = currentList(state)!;
  return Array.from({ length: rows.length }, (_, index) => rowKey(listing!, rows.at(index)));
}

/** The moment of a record, as a date that a user would name is one. */
function momentOf(rkey: string): DateSpan {
  const from = tidTime(rkey)!;
  return { text: `the moment of ${rkey}`, from, until: from + 1 };
}

const loaded = (state: State): boolean => currentList(state)?.status === 'ready';

test('a real PDS begins a list at a date that is not loaded, in both orders, and knows the way back', async () => {
  store.actions.goTo(posts);
  await until(store, loaded);
  store.actions.loadAll();
  await until(store, (state) => currentList(state)?.ended === true && loaded(state));
  const all = keysIn(store.getState());
  const at = all.length - 20;
  const date = momentOf(all[at]!);

  store.actions.reload();
  await until(store, (state) => loaded(state) && (currentList(state)?.rows.length ?? 0) < at);
  store.actions.goToDate(date, inTen);
  await until(store, (state) => currentList(state)?.start !== undefined && loaded(state));
  expect(keysIn(store.getState())).toEqual(all.slice(at));

  store.actions.reorder();
  await until(store, (state) => currentList(state)?.reverse === true && loaded(state));
  const newer = keysIn(store.getState());
  expect(newer).toEqual(
    all
      .slice(0, at + 1)
      .toReversed()
      .slice(0, newer.length),
  );

  store.actions.reorder();
  store.actions.goToDate(undefined, inTen);
  await until(store, (state) => currentList(state)?.start === undefined && loaded(state));
  expect(keysIn(store.getState())[0]).toBe(all[0]);

  store.actions.goToDate(momentOf(all[7]!), inTen);
  expect(selectedKey(store.getState())).toBe(
    `at://${network.seed.accounts.alice!.did}/${posts.collection}/${all[7]}`,
  );
  expect(currentList(store.getState())?.start).toBeUndefined();
});

test('followers have no dates in their keys, and that is said', async () => {
  store.actions.goTo({ kind: 'followers', repo: 'alice.test' });
  await until(store, loaded);
  store.actions.goToDate(momentOf('3k2222222222a'), inTen);
  expect(JSON.stringify(store.getState().notice?.text)).toContain('no TIDs');
});
