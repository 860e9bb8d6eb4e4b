import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import { currentAccount } from '../../../src/store/accounts/accounts-selectors.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList, visibleLength } from '../../../src/store/lists/lists-selectors.js';
import { rowAt } from '../../../src/store/lists/selected-row.js';
import { shownRecord } from '../../../src/store/records/shown-record.js';
import type { State } from '../../../src/store/state.js';
import { profileLines } from '../../../src/tui/views/profile-lines.js';
import { error, hang, upstream } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../../network/signed-in.js';
import { quiet, until } from '../../support/quiet-store.js';
import { defaultWords } from '../../support/screen/screen-fixtures.js';
import { choosePassword } from '../../support/session/choose-password.js';

const PASSWORD = 'correct horse battery';
const GET_FOLLOWS = 'app.bsky.graph.getFollows';

let network: SeededNetwork;
/** Has muted alice, which only ann sees. */
let ann: SignedIn;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  ann = await signUpWithPassword(network.pds, `ann-${randomBytes(3).toString('hex')}.test`, PASSWORD);
  await ann.call('app.bsky.graph.muteActor', { actor: network.seed.alice.did });
  await network.processAll();
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** Signed in as ann, with an AppView for the public view that may be told to fail. */
async function openAsAnn() {
  const appview = await startService({}, { upstream: network.appview });
  const client = createClient({
    plc: network.plc,
    appview: appview.origin,
    timeoutMs: 60_000,
    sessions: { store: memorySessionStore(), proxy: undefined },
  });
  const store = createAppStore({ client, ...quiet });
  opened.push(appview, client, store);
  store.actions.openSignIn(ann.handle);
  choosePassword(store);
  store.actions.edit({ kind: 'insert', text: PASSWORD });
  store.actions.submitSignIn();
  await until(store, ({ session, overlay }) => session?.handle === ann.handle && !overlay);
  return { store, appview };
}

/** All that is said of relations: in the rows, in the JSON beside them, in the profile. */
function relationsTold(state: State): readonly string[] {
  const list = currentList(state);
  const rows = list ? Array.from({ length: list.rows.length }, (_, index) => rowAt(state, list, index)) : [];
  const account = currentAccount(state);
  return [
    ...rows.flatMap((row) => row?.cells ?? []),
    shownRecord(state)?.record.value?.json ?? '',
    ...(account ? profileLines(account, 80, defaultWords, state.session?.did) : []),
  ].filter((text) => /muted(?!":false)/.test(text));
}

function breakAppView(appview: Service) {
  for (const nsid of [GET_FOLLOWS, 'app.bsky.actor.getProfile']) {
    appview.answers.set(nsid, error(400, 'InvalidRequest', 'out of order'));
  }
}

describe('after a switch of accounts whose reload fails', () => {
  test('neither a list, a filter in it, the record beside it, nor the profile tells the relations of the account before', async () => {
    const { store, appview } = await openAsAnn();
    store.actions.goTo({ kind: 'follows', repo: network.seed.followers[0]!.handle });
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(relationsTold(store.getState()).length).toBeGreaterThan(0);
    store.actions.openFilter();
    store.actions.edit({ kind: 'insert', text: 'alice' });
    await until(store, (state) => (currentList(state)?.filter?.matches.length ?? 0) > 0);

    breakAppView(appview);
    store.actions.switchAccount(undefined);
    await until(store, (state) => !state.session && currentList(state)?.status === 'failed');
    const list = currentList(store.getState())!;
    expect([list.rows.length, visibleLength(list)]).toEqual([0, 0]);
    expect(relationsTold(store.getState())).toEqual([]);

    appview.answers.set(GET_FOLLOWS, upstream());
    store.actions.reload();
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(currentList(store.getState())!.rows.length).toBeGreaterThan(0);
    expect(relationsTold(store.getState())).toEqual([]);
  });

  test('the profile of the account that one is on tells none', async () => {
    const { store, appview } = await openAsAnn();
    store.actions.goTo({ kind: 'identity', repo: network.seed.alice.handle });
    await until(store, (state) => relationsTold(state).length > 0);
    breakAppView(appview);
    store.actions.switchAccount(undefined);
    await until(store, (state) => !state.session && currentAccount(state)?.profile.status !== 'loading');
    expect(relationsTold(store.getState())).toEqual([]);
  });

  test('a list that is loaded whole in the background ends, and is loaded anew when one comes back', async () => {
    const { store, appview } = await openAsAnn();
    const followers = { kind: 'followers', repo: network.seed.alice.handle } as const;
    store.actions.goTo(followers);
    await until(store, (state) => currentList(state)?.status === 'ready');
    expect(currentList(store.getState())!.ended).toBe(false);
    store.actions.loadAll();
    store.actions.goTo({ kind: 'identity', repo: network.seed.alice.handle });
    appview.answers.set('app.bsky.graph.getFollowers', hang());
    store.actions.switchAccount(undefined);
    await until(store, ({ session, jobs }) => !session && jobs.length === 0);
    const loading = [...store.getState().lists.values()].filter(({ status }) => status === 'loading');
    // The identity, where one is now, goes on.
    expect(loading.filter(({ address }) => address.kind === 'followers')).toEqual([]);
    appview.answers.set('app.bsky.graph.getFollowers', upstream());
    store.actions.back();
    await until(store, (state) => currentList(state)?.status === 'ready' && !currentList(state)?.stale);
    const list = currentList(store.getState())!;
    expect(list.listing!.columns.map(({ title }) => title)).not.toContain('relation');
  });
});
