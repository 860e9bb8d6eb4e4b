import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SessionAccount } from '../../../src/atproto/session/session.js';
import { WriteError } from '../../../src/atproto/writes/write-error.js';
import { createAppStore } from '../../../src/store/create-store.js';
import type { BrowserSignInOverlay } from '../../../src/store/overlays/overlays-state.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import { SIGN_IN_WAYS, type SignInWay, wayRows } from '../../../src/store/session/sign-in-ways.js';
import { offerForScope } from '../../../src/store/session/write-level.js';
import { say } from '../../../src/text/sentence.js';
import { deferred } from '../../support/deferred.js';
import { offlineClient } from '../../support/offline-client.js';
import { quiet, until } from '../../support/quiet-store.js';
import { signedIn } from '../../support/screen/sign-in-states.js';
import { fakeSessions, SIGN_IN_HOST } from '../../support/session/fake-sessions.js';

const PASTED = 'http://127.0.0.1:41234/callback?state=mine&code=a-code';
const alice = signedIn('read');

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  vi.useRealTimers();
});

function open(effects: Partial<(typeof quiet)['effects']> = {}, current?: SessionAccount) {
  const sessions = fakeSessions(current);
  const urls: string[] = [];
  const store = createAppStore({
    ...quiet,
    client: offlineClient({ sessions }),
    service: 'https://pds.test',
    effects: { ...quiet.effects, openUrl: async (url) => void urls.push(url), ...effects },
  });
  opened.push(store);
  const { actions } = store;
  function choose(way: SignInWay): void {
    actions.moveTo('overlay', SIGN_IN_WAYS.indexOf(way), () => ({ rows: wayRows, height: 3 }));
    actions.submitSignIn();
  }
  return {
    store,
    actions,
    sessions,
    urls,
    choose,
    overlay: () => store.getState().overlay,
    waiting: () => until(store, ({ overlay }) => stageOf(overlay) === 'waiting'),
    notice: () => store.getState().notice?.text,
  };
}

const stageOf = (overlay: unknown): string | undefined =>
  (overlay as BrowserSignInOverlay | undefined)?.stage;

/** The fields of an overlay that a test names. */
const is = (fields: Partial<BrowserSignInOverlay>) => expect.objectContaining(fields);

describe('the way over the browser', () => {
  test('is chosen before a server is asked or a browser opened, and names account, host and level', async () => {
    const { actions, sessions, urls, choose, overlay, waiting } = open();
    actions.openSignIn('@Alice.test');
    expect(overlay()).toMatchObject({ kind: 'sign-in-way', identifier: 'alice.test', host: 'pds.test' });
    expect([sessions.begun, urls]).toEqual([[], []]);
    choose('write');
    expect(overlay()).toEqual(is({ stage: 'asking', level: 'write', host: 'pds.test' }));
    await waiting();
    const { request } = sessions.begun[0]!;
    expect(request).toEqual({ identifier: 'alice.test', service: 'https://pds.test', level: 'write' });
    expect(urls).toEqual([expect.stringContaining(SIGN_IN_HOST)]);
    expect(overlay()).toEqual(is({ host: SIGN_IN_HOST, url: urls[0]! }));
  });

  test('takes whoever signs in there, where nobody is named', async () => {
    const { actions, sessions, choose, waiting } = open();
    actions.openSignIn();
    actions.submitSignIn();
    choose('read');
    await waiting();
    expect(sessions.begun[0]!.request).toMatchObject({ identifier: undefined, level: 'read' });
  });

  test.each<[SessionAccount['access'], SignInWay, RegExp]>([
    ['read', 'read', /^Signed in as @alice\.test, for reading\.$/],
    ['write', 'write', /^Signed in as @alice\.test, for reading and writing\.$/],
    ['read', 'write', /for reading\. Less was granted than was asked for/],
  ])('ends with who is signed in to %s after %s was asked for', async (access, way, told) => {
    const { store, actions, sessions, choose, overlay, waiting, notice } = open();
    actions.openSignIn('alice.test');
    choose(way);
    await waiting();
    sessions.begun[0]!.succeed(signedIn(access));
    await until(store, (state) => state.overlay === undefined);
    expect(overlay()).toBeUndefined();
    expect(notice()).toMatch(told);
  });

  test.each(['away', 'none'] as const)('opens no browser where that is %s', async (browser) => {
    const { actions, urls, choose, overlay, waiting } = open({ browser });
    actions.openSignIn('alice.test');
    choose('read');
    await waiting();
    expect(overlay()).toEqual(is({ browser }));
    expect(urls).toEqual([]);
  });

  test('goes on where the browser cannot be started', async () => {
    const openUrl = () => Promise.reject(new Error('spawn xdg-open ENOENT'));
    const { store, actions, choose } = open({ openUrl });
    actions.openSignIn('alice.test');
    choose('read');
    await until(store, ({ overlay }) => (overlay as BrowserSignInOverlay).browser === 'failed');
    expect(store.getState().overlay).toEqual(is({ stage: 'waiting' }));
  });

  test('tells the time that is left in steps', async () => {
    vi.useFakeTimers();
    const { store, actions, choose, overlay } = open();
    actions.openSignIn('alice.test');
    choose('read');
    await vi.advanceTimersByTimeAsync(0);
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(overlay()).toEqual(is({ secondsLeft: 240 }));
    expect(changes).toBeLessThanOrEqual(6);
  });
});

describe('what was pasted', () => {
  test('is used, and out of the state at once', async () => {
    const { store, actions, sessions, choose, overlay, waiting } = open();
    actions.openSignIn('alice.test');
    choose('read');
    await waiting();
    actions.edit({ kind: 'insert', text: `  ${PASTED}\n` });
    const dumps: string[] = [];
    store.subscribe((state) => dumps.push(JSON.stringify([state.overlay, state.notice])));
    actions.submitSignIn();
    expect(sessions.begun[0]!.pasted).toEqual([PASTED]);
    expect(overlay()).toEqual(is({ stage: 'finishing' }));
    sessions.begun[0]!.succeed(alice);
    await until(store, (state) => state.overlay === undefined);
    expect(dumps.length).toBeGreaterThan(1);
    expect(dumps.join()).not.toContain('a-code');
  });

  test('of another sign-in is told, and the wait goes on', async () => {
    const { actions, sessions, choose, overlay, waiting } = open();
    actions.openSignIn('alice.test');
    choose('read');
    await waiting();
    actions.submitSignIn();
    expect(overlay()).toEqual(is({ error: undefined }));
    actions.edit({ kind: 'insert', text: 'http://127.0.0.1/callback?state=other&code=b' });
    actions.submitSignIn();
    const { prompt, error } = overlay() as BrowserSignInOverlay;
    expect([prompt.text, (error as Error).message]).toEqual(['', 'This address is of another sign-in.']);
    expect(sessions.begun[0]!.isOver).toBe(false);
    actions.edit({ kind: 'insert', text: 'h' });
    expect(overlay()).toEqual(is({ stage: 'waiting', error: undefined }));
  });
});

describe('what does not come about', () => {
  test('is told, and begins anew as it was asked for', async () => {
    const { store, actions, sessions, choose, overlay, waiting } = open();
    actions.openSignIn('alice.test');
    choose('write');
    await waiting();
    const denied = new Error('denied');
    sessions.begun[0]!.fail(denied);
    await until(store, ({ overlay: open }) => stageOf(open) === 'ended');
    expect(overlay()).toEqual(is({ error: denied, url: undefined }));
    actions.submitSignIn();
    await waiting();
    expect(sessions.begun.map(({ request }) => request.level)).toEqual(['write', 'write']);
    actions.backSignIn();
    expect(overlay()).toMatchObject({ kind: 'sign-in-way', cursor: { key: 'write' } });
    expect(sessions.begun[1]!.isOver).toBe(true);
  });

  test('is told where no server gives an address', async () => {
    const { store, actions, sessions, choose } = open();
    const unreachable = new Error('unreachable');
    sessions.ready = Promise.reject(unreachable);
    actions.openSignIn('alice.test');
    choose('read');
    await until(store, ({ overlay }) => stageOf(overlay) === 'ended');
    expect(store.getState().overlay).toEqual(is({ error: unreachable }));
  });

  test('leaving it while the server is asked ends it, and nothing comes of it later', async () => {
    const { actions, sessions, urls, choose, overlay } = open();
    const ready = deferred();
    sessions.ready = ready.promise;
    actions.openSignIn('alice.test');
    choose('read');
    actions.backSignIn();
    expect(overlay()).toMatchObject({ kind: 'sign-in-way' });
    ready.resolve();
    await ready.promise;
    await Promise.resolve();
    expect([overlay()?.kind, urls, sessions.begun]).toEqual(['sign-in-way', [], []]);
  });

  test('closing the store ends the wait', async () => {
    const { store, actions, sessions, choose, waiting } = open();
    actions.openSignIn('alice.test');
    choose('read');
    await waiting();
    store.close();
    expect(sessions.begun[0]!.isOver).toBe(true);
  });
});

describe('a sign-in that may only read', () => {
  const refused = new WriteError('scope', say`This sign-in may not write that.`);

  test('signs in anew to write, by a command of its own', async () => {
    const { store, actions, sessions, waiting, notice } = open({}, alice);
    actions.signInToWrite();
    await waiting();
    expect(sessions.begun[0]!.request).toMatchObject({ identifier: 'alice.test', level: 'write' });
    sessions.begun[0]!.succeed(signedIn('write'));
    await until(store, ({ overlay }) => overlay === undefined);
    expect(notice()).toBe('Signed in as @alice.test, for reading and writing.');
  });

  test('is offered that by the first write, and what was typed is there again', async () => {
    const { store, actions, sessions, overlay, waiting, notice } = open({}, alice);
    const typed = { kind: 'filter', prompt: promptOf('typed') } as const;
    store.setState({ overlay: typed });
    offerForScope({ get: store.getState, set: store.setState }, refused);
    expect(overlay()).toMatchObject({ kind: 'write-level', sentence: 'This sign-in may not write that.' });
    actions.submitSignIn();
    await waiting();
    actions.backSignIn();
    expect(overlay()).toMatchObject({ kind: 'write-level' });
    actions.closeOverlay();
    expect(overlay()).toBe(typed);

    offerForScope({ get: store.getState, set: store.setState }, refused);
    actions.submitSignIn();
    await waiting();
    sessions.begun[1]!.succeed(signedIn('write'));
    await until(store, (state) => state.overlay === typed);
    expect(notice()).toMatch(/for reading and writing\. What was refused can be sent again\.$/);
  });

  test.each([
    ['another reason', new WriteError('changed', 'It was changed.'), alice],
    ['what is no refusal', new Error('scope'), alice],
  ])('is offered nothing for %s', (_, error, current) => {
    const { store, overlay } = open({}, current);
    offerForScope({ get: store.getState, set: store.setState }, error);
    expect(overlay()).toBeUndefined();
  });
});
