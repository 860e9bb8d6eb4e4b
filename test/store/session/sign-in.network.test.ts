import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/atproto/client.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import { currentAccount } from '../../../src/store/accounts/accounts-selectors.js';
import type { AppStore } from '../../../src/store/app-store.js';
import { createAppStore } from '../../../src/store/create-store.js';
import { currentList, rowIndexAt, visibleLength } from '../../../src/store/lists/lists-selectors.js';
import { rowAt, selectedIndex } from '../../../src/store/lists/selected-row.js';
import type { SignInOverlay } from '../../../src/store/session/session-state.js';
import type { State } from '../../../src/store/state.js';
import { currentVisit } from '../../../src/store/visits/visits-selectors.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { spell } from '../../../src/text/sentence.js';
import { error, hang, json, upstream } from '../../faults/answers.js';
import { deadOrigin, startService } from '../../faults/service.js';
import { type Author, signUp } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../../network/signed-in.js';
import { quiet, until } from '../../support/quiet-store.js';
import { selectedKey } from '../../support/rows/selected-key.js';
import { listIn } from '../../support/screen/viewports.js';
import { choosePassword } from '../../support/session/choose-password.js';

const password = 'correct horse battery';
const createSession = 'com.atproto.server.createSession';

let network: SeededNetwork;
/** Has muted alice, which only ann sees: the accounts of the seed stay as they are for the other tests. */
let ann: SignedIn;
let ben: Author;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  network = await useSeededNetwork();
  const unused = randomBytes(3).toString('hex');
  ann = await signUpWithPassword(network.pds, `ann-${unused}.test`, password);
  ben = await signUp(network.pds, `ben-${unused}.test`, password);
  await ann.call('app.bsky.graph.muteActor', { actor: network.seed.alice.did });
  await network.processAll();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function open({ service, plc = network.plc }: { service?: string; plc?: string } = {}) {
  const kept = memorySessionStore();
  const client = createClient({
    plc,
    appview: network.appview,
    timeoutMs: 60_000,
    sessions: { store: kept, proxy: undefined },
  });
  const store = createAppStore({
    client,
    ...quiet,
    service,
  });
  opened.push(store, client);
  return { store, client, kept };
}

async function faulty(routes: Parameters<typeof startService>[0]) {
  const service = await startService(routes, { upstream: network.pds });
  opened.push(service);
  return service;
}

const overlayOf = ({ overlay }: State): SignInOverlay | undefined =>
  overlay?.kind === 'sign-in' ? overlay : undefined;

function answer({ actions }: AppStore, text: string): void {
  actions.edit({ kind: 'insert', text });
  actions.submitSignIn();
}

const settled = (store: AppStore): Promise<void> => until(store, (state) => !overlayOf(state)?.busy);

async function signIn(store: AppStore, { handle }: Author): Promise<void> {
  store.actions.openSignIn(handle);
  choosePassword(store);
  answer(store, password);
  await until(store, ({ session, overlay }) => session?.handle === handle && !overlay);
}

/** What the overlay says went wrong. */
function complaint(store: AppStore): string {
  const said = overlayOf(store.getState())?.error;
  return typeof said === 'string' ? said : errorSentence(said);
}

/** The state as somebody would dump it who looks for a fault. */
const dump = (state: State): string =>
  JSON.stringify(state, (_, value) =>
    value instanceof Map ? [...value] : value instanceof Error ? { ...value, message: value.message } : value,
  );

describe('signing in', () => {
  test('asks who, and for the password; then atscope speaks as the account, through its PDS', async () => {
    const { store, client } = open();
    store.actions.openSignIn();
    answer(store, ` @${ann.handle.toUpperCase()} `);
    expect(store.getState().overlay).toMatchObject({ kind: 'sign-in-way', identifier: ann.handle });
    choosePassword(store);
    expect(overlayOf(store.getState())).toMatchObject({ step: 'password', identifier: ann.handle });
    await until(store, (state) => overlayOf(state)?.host === new URL(network.pds).host);
    answer(store, password);
    await until(store, ({ session, overlay }) => session?.did === ann.did && !overlay);

    expect(store.getState().notice).toEqual({ kind: 'info', text: `Signed in as @${ann.handle}.` });
    await until(store, ({ signedIn }) => signedIn.length === 1);
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await until(store, (state) => currentAccount(state)?.profile.status === 'ready');
    const asked = client.journal.entries().find(({ nsid }) => nsid === 'app.bsky.actor.getProfile');
    expect(new URL(asked!.url).origin).toBe(network.pds);
    const profile = currentAccount(store.getState())?.profile.value;
    expect(profile?.source === 'appview' && profile.profile.viewer?.muted).toBe(true);
  });

  test('keeps the password out of the state from the moment that it is sent', async () => {
    const service = await faulty({ [createSession]: hang() });
    const { store } = open({ service: service.origin });
    store.actions.openSignIn(ann.handle);
    choosePassword(store);
    const dumps: string[] = [];
    store.actions.edit({ kind: 'insert', text: password });
    store.subscribe((state) => dumps.push(dump(state)));
    store.actions.submitSignIn();
    await expect.poll(() => service.count(createSession)).toBe(1);
    expect(overlayOf(store.getState())).toMatchObject({ busy: true, prompt: { text: '' } });
    expect(dumps.length).toBeGreaterThan(0);
    expect(dumps.filter((text) => text.includes(password))).toEqual([]);
  });

  test('Esc ends the call, then goes back question by question', async () => {
    const service = await faulty({ [createSession]: hang() });
    const { store, client } = open({ service: service.origin });
    store.actions.openSignIn(ann.handle);
    choosePassword(store);
    answer(store, password);
    await expect.poll(() => service.count(createSession)).toBe(1);
    store.actions.backSignIn();
    expect(overlayOf(store.getState())).toMatchObject({
      step: 'password',
      busy: false,
      prompt: { text: '' },
    });
    await expect.poll(() => client.journal.entries().at(-1)?.note).toBe('aborted');
    store.actions.backSignIn();
    expect(store.getState().overlay).toMatchObject({ kind: 'sign-in-way', cursor: { key: 'password' } });
    store.actions.backSignIn();
    expect(overlayOf(store.getState())).toMatchObject({ step: 'who', prompt: { text: ann.handle } });
    store.actions.backSignIn();
    expect(store.getState().overlay).toBeUndefined();
    expect(store.getState().session).toBeUndefined();
  });

  test('asks for the code that was e-mailed, and keeps the password for it', async () => {
    const bodies: { password?: string; authFactorToken?: string }[] = [];
    const service = await faulty({
      [createSession]: (request) => {
        const body = JSON.parse(request.body) as { authFactorToken?: string };
        bodies.push(body);
        const reply =
          body.authFactorToken === undefined
            ? error(401, 'AuthFactorTokenRequired', 'A sign in code has been sent to your email address')
            : body.authFactorToken === 'AAAAA-BBBBB'
              ? upstream()
              : error(401, 'InvalidToken', 'Token is invalid');
        return reply;
      },
    });
    const { store } = open({ service: service.origin });
    store.actions.openSignIn(ben.handle);
    choosePassword(store);
    answer(store, password);
    await until(store, (state) => overlayOf(state)?.step === 'code');
    answer(store, 'wrong');
    await settled(store);
    expect(complaint(store)).toMatch(/does not accept this code/);
    expect(overlayOf(store.getState())?.step).toBe('code');
    store.actions.edit({ kind: 'delete-to-start' });
    answer(store, ' AAAAA-BBBBB ');
    await until(store, ({ session }) => session?.did === ben.did);
    expect(bodies.map(({ password: sent, authFactorToken }) => [sent, authFactorToken])).toEqual([
      [password, undefined],
      [password, 'wrong'],
      [password, 'AAAAA-BBBBB'],
    ]);
  });
});

describe('what goes wrong', () => {
  test('a name that is none is told at once, and stays to be mended', () => {
    const { store } = open();
    store.actions.openSignIn();
    answer(store, 'ann');
    expect(complaint(store)).toMatch(/^“ann” has no dot: a handle looks like/);
    expect(overlayOf(store.getState())).toMatchObject({ step: 'who', prompt: { text: 'ann' } });
  });

  test('a wrong password', async () => {
    const { store } = open();
    store.actions.openSignIn(ann.handle);
    choosePassword(store);
    answer(store, 'wrong');
    await settled(store);
    expect(complaint(store)).toMatch(/knows no account ann-\w+\.test with this password\.$/);
    expect(overlayOf(store.getState())).toMatchObject({ step: 'password', prompt: { text: '' } });
    answer(store, password);
    await until(store, ({ session }) => session?.did === ann.did);
  });

  test('no such handle', async () => {
    const { store } = open();
    store.actions.openSignIn('nobody-has-this.test');
    choosePassword(store);
    answer(store, password);
    await settled(store);
    expect(complaint(store)).toMatch(/^There is no account with the handle nobody-has-this\.test/);
    expect(dump(store.getState())).not.toContain(password);
  });

  test.each([
    ['a taken-down account', error(401, 'AccountTakedown', 'Account has been taken down'), /was taken down/],
    ['a deactivated account', error(401, 'AccountDeactivated', 'Account is deactivated'), /is deactivated/],
    [
      'a rate limit, with its end',
      json(
        { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
        { status: 429, headers: { 'ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600) } },
      ),
      /^Too many sign-ins were tried at .*You can ask again (?:at|on) .*\d\d:\d\d:\d\d\.$/,
    ],
  ])('%s', async (_, reply, sentence) => {
    const service = await faulty({ [createSession]: reply });
    const { store } = open({ service: service.origin });
    store.actions.openSignIn(ann.handle);
    choosePassword(store);
    answer(store, password);
    await settled(store);
    expect(complaint(store)).toMatch(sentence);
    expect(service.count(createSession)).toBe(1);
  });

  test('a PDS that cannot be reached: the password stays, and Enter tries again', async () => {
    const { store } = open({ service: await deadOrigin() });
    store.actions.openSignIn(ann.handle);
    choosePassword(store);
    answer(store, password);
    await settled(store);
    expect(complaint(store)).toMatch(/cannot be reached: the connection was refused/);
    expect(overlayOf(store.getState())?.prompt.text).toBe(password);
    store.actions.submitSignIn();
    expect(overlayOf(store.getState())).toMatchObject({ busy: true, error: undefined });
    await settled(store);
    expect(complaint(store)).toMatch(/cannot be reached/);
  });
});

describe('with several accounts', () => {
  function viewerOf(state: State) {
    const profile = currentAccount(state)?.profile;
    return profile?.status === 'ready' && profile.value?.source === 'appview'
      ? (profile.value.profile.viewer ?? 'nobody')
      : undefined;
  }

  test('another one sees the same place with its own eyes: cursor and place stay', async () => {
    const { store } = open();
    await signIn(store, ann);
    await signIn(store, ben);
    store.actions.goTo({ kind: 'followers', repo: 'alice.test' });
    const rows = (count: number) => (state: State) => (currentList(state)?.rows.length ?? 0) >= count;
    await until(store, rows(50));
    store.actions.move('list', 45, listIn(20));
    await until(store, rows(100));
    store.actions.move('list', 40, listIn(20));
    await until(store, (state) => viewerOf(state) !== undefined && currentList(state)?.status === 'ready');
    const { visited, visit: place } = store.getState();
    const key = selectedKey(store.getState());
    const { rows: before } = currentList(store.getState())!;

    store.actions.openAccounts();
    store.actions.switchAccount(ann.did);
    await until(store, (state) => {
      const viewer = viewerOf(state);
      return typeof viewer === 'object' && viewer.muted === true;
    });
    await until(store, (state) => currentList(state)?.rows !== before);

    const after = store.getState();
    expect(after.overlay).toBeUndefined();
    expect(after.session?.did).toBe(ann.did);
    expect(after.notice?.text).toBe(`You are @${ann.handle} now.`);
    expect([after.visited, after.visit.id]).toEqual([visited, place.id]);
    expect(selectedKey(after)).toBe(key);
    expect(selectedIndex(after, currentList(after)!)).toBe(85);
  });

  test('the public view is one of them, and asks the AppView itself', async () => {
    const { store, client } = open();
    await signIn(store, ann);
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await until(store, (state) => typeof viewerOf(state) === 'object');
    store.actions.switchAccount(undefined);
    await until(store, (state) => viewerOf(state) === 'nobody');
    expect(store.getState().session).toBeUndefined();
    expect(store.getState().signedIn).toHaveLength(1);
    const asked = client.journal.entries().findLast(({ nsid }) => nsid === 'app.bsky.actor.getProfile');
    expect(new URL(asked!.url).origin).toBe(network.appview);
  });

  test('a list of another place is loaded again when it is next entered', async () => {
    const { store } = open();
    store.actions.goTo({ kind: 'follows', repo: 'alice.test' });
    await until(store, (state) => currentList(state)?.status === 'ready');
    const { rows } = currentList(store.getState())!;
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await signIn(store, ann);
    store.actions.back();
    await until(
      store,
      (state) => currentList(state)?.rows !== rows && currentList(state)?.status === 'ready',
    );
  });
});

describe('signing out', () => {
  test('ends the session at its PDS and forgets it; what is left is the public view', async () => {
    const { store, client, kept } = open();
    await signIn(store, ann);
    await until(store, ({ signedIn }) => signedIn.length === 1);
    const { accessJwt, refreshJwt } = (await kept.get(ann.did))!;
    store.actions.signOut();
    await until(store, ({ notice }) => notice?.text === `Signed out @${ann.handle}.`);
    await until(store, ({ signedIn, session }) => signedIn.length === 0 && session === undefined);
    expect(client.journal.entries().map(({ nsid }) => nsid)).toContain('com.atproto.server.deleteSession');
    const again = await fetch(`${network.pds}/xrpc/com.atproto.server.refreshSession`, {
      method: 'POST',
      headers: { authorization: `Bearer ${refreshJwt}` },
    });
    expect(again.status).toBe(400);
    expect(dump(store.getState())).not.toContain(accessJwt);
  });

  test('that another atscope did is told, and browsing goes on', async () => {
    const { store, kept } = open();
    await signIn(store, ann);
    store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
    await kept.remove(ann.did);
    store.actions.openAccounts();
    await until(store, ({ session, notice }) => session === undefined && notice?.kind === 'error');
    const { text, error: why } = store.getState().notice!;
    expect(`${spell(text, (id) => `:${id}`)} ${errorSentence(why)}`).toBe(
      `The sign-in of @${ann.handle} has ended (:account.sign-in signs in again). @${ann.handle} was signed out by another atscope.`,
    );
    await until(store, (state) => currentAccount(state)?.profile.status === 'ready');
  });
});

test('me is a place like any other', async () => {
  const { store } = open();
  await signIn(store, ann);
  store.actions.goToMe();
  expect(currentVisit(store.getState()).address).toEqual({ kind: 'repo', repo: ann.handle });
});

test('the preferences are a place like any other, which goes with who is signed in', async () => {
  const { store } = open();
  await signIn(store, ann);
  await ann.call('app.bsky.actor.putPreferences', {
    preferences: [
      { $type: 'app.bsky.actor.defs#adultContentPref', enabled: true },
      { $type: 'app.bsky.actor.defs#interestsPref', tags: ['gardens', 'maps'] },
    ],
  });
  store.actions.goTo({ kind: 'preferences', repo: ann.handle });
  const ready = (state: State) =>
    currentList(state)?.status === 'ready' && currentList(state)!.rows.length > 1;
  await until(store, ready);
  function texts({ getState }: AppStore) {
    const list = currentList(getState())!;
    return Array.from({ length: visibleLength(list) }, (_, position) =>
      JSON.stringify(rowAt(getState(), list, rowIndexAt(list, position)!)),
    );
  }
  expect(texts(store).some((row) => row.includes('gardens'))).toBe(true);

  store.actions.openFilter();
  store.actions.edit({ kind: 'insert', text: 'gardens' });
  expect(texts(store)).toEqual([expect.stringContaining('gardens')]);
  store.actions.closeOverlay();
  store.actions.openCopy();
  const { overlay } = store.getState();
  const options = overlay?.kind === 'copy' ? overlay.options : [];
  expect(options.find(({ label }) => label === 'JSON')?.text).toContain('"gardens"');
  store.actions.closeOverlay();

  store.actions.goTo({ kind: 'repo', repo: 'alice.test' });
  store.actions.back();
  expect(currentVisit(store.getState()).address).toEqual({ kind: 'preferences', repo: ann.handle });
  expect(texts(store)).toHaveLength(1);
  store.actions.signOut();
  await until(store, ({ session }) => session === undefined);
  await until(store, (state) => currentList(state)?.status === 'failed');
  expect(currentList(store.getState())?.rows).toHaveLength(0);
  expect(errorSentence(currentList(store.getState())?.error)).toBe(
    'Only their owner sees preferences: :account.sign-in signs in.',
  );
});
