import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SessionChange } from '../../../src/atproto/session/session.js';
import { type Service, startService } from '../../faults/service.js';
import type { Author } from '../../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { takeDown } from '../../network/take-down.js';
import type { Renewed, RenewingTask } from '../../support/session/renewing-child.js';
import {
  askAs,
  callsOf,
  expireAccess,
  type Run,
  signUpWithPassword,
  startRun,
} from '../../support/session/session-fixtures.js';

let network: SeededNetwork;
let anna: Author & { password: string };

beforeAll(async () => {
  network = await useSeededNetwork();
  anna = await signUpWithPassword(network.pds, 'anna');
  await network.processAll();
});

/** A run in which anna signed in; what it tells of sessions from then on. */
async function signedIn(): Promise<Run & { changes: SessionChange[] }> {
  const run = await startRun(network);
  await run.client.sessions.signIn({ identifier: anna.did, password: anna.password });
  const changes: SessionChange[] = [];
  run.client.sessions.subscribe((change) => changes.push(change));
  return { ...run, changes };
}

/** The next run of the same atscope. */
async function restarted({ folder }: Run): Promise<Run & { changes: SessionChange[] }> {
  const run = await startRun(network, { folder });
  await run.client.sessions.restore();
  const changes: SessionChange[] = [];
  run.client.sessions.subscribe((change) => changes.push(change));
  return { ...run, changes };
}

const serverCall = (name: string) => `${network.pds}/xrpc/com.atproto.server.${name}`;

describe('a restart', () => {
  test('keeps the session, and asks nobody for it', async () => {
    const first = await signedIn();
    await first.client.close();
    const second = await restarted(first);
    expect(second.client.sessions.current).toEqual(first.client.sessions.current);
    expect(callsOf(second)).toEqual([]);
    await second.client.preferences();
    expect(callsOf(second)).toEqual(['getPreferences']);
  });

  test('without a network keeps the session, too', async () => {
    const first = await signedIn();
    const nowhere = { plc: 'http://127.0.0.1:1', appview: 'http://127.0.0.1:1' };
    const offline = await startRun(nowhere, { folder: first.folder });
    await expireAccess(offline.store, anna.did);
    const session = await offline.store.get(anna.did);
    await offline.store.put({ ...session!, pds: 'http://127.0.0.1:1' });
    expect((await offline.client.sessions.restore())?.did).toBe(anna.did);
    await expect(offline.client.appview.getProfile(anna.did)).rejects.toMatchObject({
      failure: 'connection',
    });
    expect(offline.client.sessions.current?.did).toBe(anna.did);
    await offline.store.put(session!);
    expect(await (await restarted(first)).client.preferences()).toBeDefined();
  });

  test('after a sign-out begins as nobody', async () => {
    const first = await signedIn();
    await first.client.sessions.signOut(anna.did);
    const second = await restarted(first);
    expect(second.client.sessions.current).toBeUndefined();
    expect((await second.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    await expect(second.client.preferences()).rejects.toMatchObject({
      failure: 'refused',
      error: 'AuthMissing',
    });
  });
});

describe('an access token', () => {
  test('that has ended is renewed before it is sent, once for fifty callers at once', async () => {
    const first = await signedIn();
    const old = await expireAccess(first.store, anna.did);
    const run = await restarted(first);
    const answers = await Promise.all(Array.from({ length: 50 }, () => run.client.preferences()));
    expect(answers).toHaveLength(50);
    const calls = callsOf(run);
    expect(calls.filter((name) => name === 'refreshSession')).toHaveLength(1);
    expect(calls).toHaveLength(51);
    expect(run.client.journal.entries().every(({ status }) => status === 200)).toBe(true);
    const kept = (await run.store.get(anna.did))!;
    expect(kept.accessJwt).not.toBe(old.accessJwt);
    expect(kept.refreshJwt).not.toBe(old.refreshJwt);
    expect(kept.since).toBe(old.since);
    expect(run.changes).toEqual([]);
  });

  test('that the PDS says has ended is renewed, once for fifty callers at once, also where the clock here is wrong', async () => {
    const first = await signedIn();
    await expireAccess(first.store, anna.did);
    const run = await restarted(first);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 4 * 3600_000 });
    onTestFinished(() => void vi.useRealTimers());
    const answers = await Promise.all(Array.from({ length: 50 }, () => run.client.preferences()));
    expect(answers).toHaveLength(50);
    const entries = run.client.journal.entries();
    expect(entries.filter(({ nsid }) => nsid.endsWith('refreshSession'))).toHaveLength(1);
    // Each was refused at most once, and none of those that followed the renewal.
    expect(entries.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(50);
    expect(
      entries.filter(({ nsid, status }) => nsid.endsWith('getPreferences') && status === 200),
    ).toHaveLength(50);
  });

  test('is not renewed again and again by a clock that runs hours ahead', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 3600_000 });
    onTestFinished(() => void vi.useRealTimers());
    const run = await signedIn();
    await run.client.preferences();
    await run.client.sessions.use(anna.did);
    await run.client.preferences();
    expect(callsOf(run).filter((name) => name === 'refreshSession')).toEqual([]);
  });

  test('is renewed for those who wait, whoever else stops waiting', async () => {
    const first = await signedIn();
    await expireAccess(first.store, anna.did);
    const run = await restarted(first);
    const stop = new AbortController();
    const stopped = run.client.preferences({ signal: stop.signal });
    const waiting = run.client.preferences();
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await waiting;
    expect(callsOf(run)).toEqual(['refreshSession', 'getPreferences']);
  });

  test('that is being renewed when the program ends is kept', async () => {
    const first = await signedIn();
    const old = await expireAccess(first.store, anna.did);
    const run = await restarted(first);
    const call = run.client.preferences().catch((error: unknown) => error);
    await vi.waitUntil(() => callsOf(run).includes('refreshSession'));
    await run.client.close();
    await call;
    expect((await run.store.get(anna.did))?.refreshJwt).not.toBe(old.refreshJwt);
  });
});

describe('a refresh token that is good no more', () => {
  test.each<[string, (run: Run) => Promise<unknown>]>([
    [
      'since the session was deleted elsewhere',
      async ({ store }) =>
        askAs((await store.get(anna.did))!.refreshJwt, serverCall('deleteSession'), { method: 'POST' }),
    ],
    [
      'since it is nonsense',
      async ({ store }) => store.put({ ...(await store.get(anna.did))!, refreshJwt: 'no.such.token' }),
    ],
  ])('%s signs out, says so once, and the call goes on without sign-in', async (_why, spoil) => {
    const first = await signedIn();
    await expireAccess(first.store, anna.did);
    await spoil(first);
    const run = await restarted(first);
    const answers = await Promise.all([1, 2, 3].map(() => run.client.appview.getProfile(anna.did)));
    expect(answers.map(({ handle }) => handle)).toEqual(Array(3).fill(anna.handle));
    expect(run.changes).toEqual([
      {
        kind: 'ended',
        account: first.client.sessions.current,
        error: expect.objectContaining({ name: 'XrpcError', nsid: 'com.atproto.server.refreshSession' }),
      },
    ]);
    expect(run.client.sessions.current).toBeUndefined();
    expect(await run.store.list()).toEqual([]);
    const asked = run.client.journal.entries().filter(({ nsid }) => nsid.endsWith('getProfile'));
    expect(asked.map(({ url }) => new URL(url).origin)).toEqual(Array(3).fill(network.appview));
  });

  test('fails the call that needs a sign-in', async () => {
    const first = await signedIn();
    await expireAccess(first.store, anna.did);
    await askAs((await first.store.get(anna.did))!.refreshJwt, serverCall('deleteSession'), {
      method: 'POST',
    });
    const run = await restarted(first);
    await expect(run.client.preferences()).rejects.toMatchObject({ error: 'AuthMissing' });
    expect(run.changes.map(({ kind }) => kind)).toEqual(['ended']);
  });

  test('takes an app password’s sessions with it when that is revoked', async () => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { body: owner } = await askAs('', serverCall('createSession'), {
      ...json,
      body: JSON.stringify({ identifier: anna.did, password: anna.password }),
    });
    const { body } = await askAs(String(owner.accessJwt), serverCall('createAppPassword'), {
      ...json,
      body: JSON.stringify({ name: 'revoked' }),
    });
    const run = await startRun(network);
    await run.client.sessions.signIn({ identifier: anna.did, password: String(body.password) });
    await askAs(String(owner.accessJwt), serverCall('revokeAppPassword'), {
      ...json,
      body: JSON.stringify({ name: 'revoked' }),
    });
    await expireAccess(run.store, anna.did);
    await run.client.sessions.use(anna.did);
    expect((await run.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    expect(run.client.sessions.current).toBeUndefined();
  });
});

describe('an account that is taken away while it is signed in', () => {
  /** Signs in; then the account is taken away, and its access token ends. Until then the PDS takes it for reading. */
  async function afterwards(takeAway: (author: Author & { password: string }) => Promise<unknown>) {
    const author = await signUpWithPassword(network.pds, 'away');
    const first = await startRun(network);
    await first.client.sessions.signIn({ identifier: author.did, password: author.password });
    await takeAway(author);
    expect((await first.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    await expireAccess(first.store, author.did);
    const run = await restarted(first);
    expect((await run.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    return { author, ...run };
  }

  test('taken down: it is signed out, with what its PDS says, and the call goes on without sign-in', async () => {
    const { author, client, changes } = await afterwards(({ did }) => takeDown(network.pds, did));
    expect(changes).toEqual([
      {
        kind: 'ended',
        account: expect.objectContaining({ did: author.did }),
        error: expect.objectContaining({ error: 'AccountTakedown' }),
      },
    ]);
    expect(client.sessions.current).toBeUndefined();
  });

  test('deactivated: it stays signed in, and says so', async () => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const { author, client, changes } = await afterwards(async ({ did, password }) => {
      const body = JSON.stringify({ identifier: did, password });
      const { accessJwt } = (await askAs('', serverCall('createSession'), { ...json, body })).body;
      await askAs(String(accessJwt), serverCall('deactivateAccount'), { ...json, body: '{}' });
    });
    expect(changes).toEqual([{ kind: 'changed' }]);
    expect(client.sessions.current).toMatchObject({ did: author.did, state: 'deactivated' });
  });
});

describe('another atscope', () => {
  test('that renews at the same time shares the renewal: two processes, one refreshSession, and both go on', async () => {
    const first = await signedIn();
    await first.client.close();
    for (let round = 0; round < 2; round++) {
      await expireAccess(first.store, anna.did);
      const before = (await first.store.get(anna.did))!.refreshJwt;
      const task = { folder: first.folder, plc: network.plc, appview: network.appview };
      const processes = await Promise.all([startAtscope(task), startAtscope(task)]);
      const results = processes.map((one) => resultOf(one));
      for (const one of processes) one.send('go');
      const both = await Promise.all(results);
      expect(both.map(({ signedInAs }) => signedInAs)).toEqual([anna.did, anna.did]);
      const renewals = both.flatMap(({ calls }) => calls).filter((name) => name === 'refreshSession');
      expect(renewals).toHaveLength(1);
      expect((await first.store.get(anna.did))!.refreshJwt).not.toBe(before);
    }
  });

  test('that has renewed meanwhile is noticed: its tokens are taken, and nothing is asked', async () => {
    const mine = await signedIn();
    await expireAccess(mine.store, anna.did);
    const [one, other] = [await restarted(mine), await restarted(mine)];
    await other.client.preferences();
    await one.client.preferences();
    expect(callsOf(other)).toEqual(['refreshSession', 'getPreferences']);
    expect(callsOf(one)).toEqual(['getPreferences']);
  });

  test('that has signed out meanwhile is noticed', async () => {
    const mine = await signedIn();
    await expireAccess(mine.store, anna.did);
    const [one, other] = [await restarted(mine), await restarted(mine)];
    await other.client.sessions.signOut(anna.did);
    expect((await one.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    expect(one.client.sessions.current).toBeUndefined();
    expect(one.changes).toEqual([
      {
        kind: 'ended',
        account: expect.objectContaining({ did: anna.did }),
        error: expect.objectContaining({ message: `@${anna.handle} was signed out by another atscope` }),
      },
    ]);
    expect(callsOf(one)).toEqual(['getProfile']);
  });

  test('that has signed out is noticed by who lists the accounts', async () => {
    const mine = await signedIn();
    await (await restarted(mine)).client.sessions.signOut(anna.did);
    expect(await mine.client.sessions.list()).toEqual([]);
    expect(mine.client.sessions.current).toBeUndefined();
    expect(mine.changes.map(({ kind }) => kind)).toEqual(['ended']);
  });
});

async function startAtscope(task: RenewingTask): Promise<ChildProcess> {
  const child = fork(
    fileURLToPath(new URL('../../support/session/renewing-child.ts', import.meta.url)),
    [JSON.stringify(task)],
    {
      execArgv: ['--import', new URL('../../network/source-hooks.ts', import.meta.url).href],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function resultOf(child: ChildProcess): Promise<Renewed> {
  const [result] = await once(child, 'message');
  return result;
}

describe('several accounts', () => {
  test('are switched without a network, and each asks as itself', async () => {
    const ben = await signUpWithPassword(network.pds, 'ben');
    const run = await signedIn();
    await run.client.sessions.signIn({ identifier: ben.did, password: ben.password });
    expect((await run.client.sessions.list()).map(({ did }) => did)).toEqual([anna.did, ben.did]);
    const calls = callsOf(run).length;
    await run.client.sessions.use(anna.did);
    expect(run.client.sessions.current?.did).toBe(anna.did);
    expect(run.client.sessions.current).toBe(run.client.sessions.current);
    await run.client.sessions.use(undefined);
    expect(run.client.sessions.current).toBeUndefined();
    await expect(run.client.sessions.use('did:plc:nobody')).rejects.toThrow(
      'did:plc:nobody is not signed in here',
    );
    expect(callsOf(run)).toHaveLength(calls);
    expect(await restarted(run).then(({ client }) => client.sessions.current)).toBeUndefined();

    await run.client.sessions.use(ben.did);
    expect((await restarted(run)).client.sessions.current?.did).toBe(ben.did);
    await run.client.sessions.signOut(anna.did);
    expect(run.client.sessions.current?.did).toBe(ben.did);
    expect((await run.client.sessions.list()).map(({ did }) => did)).toEqual([ben.did]);
  });
});

describe('signing out', () => {
  test('ends the session at the PDS', async () => {
    const run = await signedIn();
    const { refreshJwt } = (await run.store.get(anna.did))!;
    await run.client.sessions.signOut(anna.did);
    expect(await run.store.list()).toEqual([]);
    expect(await askAs(refreshJwt, serverCall('refreshSession'), { method: 'POST' })).toMatchObject({
      status: 400,
      error: 'ExpiredToken',
    });
  });

  test('tells where the PDS does not answer in time, and forgets the session', async () => {
    const run = await signedIn();
    const silent = await startService();
    onTestFinished(() => silent.close());
    silent.answers.set('/*', () => new Promise(() => {}));
    await run.store.put({ ...(await run.store.get(anna.did))!, pds: silent.origin, given: true });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const signingOut = run.client.sessions.signOut(anna.did);
    await vi.waitUntil(() => silent.asked.length > 0);
    vi.advanceTimersByTime(3000);
    expect((await signingOut).failure).toMatchObject({
      failure: 'timeout',
      message: expect.stringMatching(/within 3 s$/),
    });
    expect(await run.store.list()).toEqual([]);
  });

  test('forgets the session where the PDS cannot be reached', async () => {
    const run = await signedIn();
    await run.store.put({ ...(await run.store.get(anna.did))!, pds: 'http://127.0.0.1:1' });
    const { failure } = await run.client.sessions.signOut(anna.did);
    expect(failure).toMatchObject({ failure: 'connection', service: '127.0.0.1:1' });
    expect(await run.store.list()).toEqual([]);
    expect(run.client.sessions.current).toBeUndefined();
  });
});

describe('where the PDS fails while it is asked for a new token', () => {
  let pds: Service;
  beforeEach(async () => {
    pds = await startService();
    onTestFinished(() => pds.close());
  });

  /** A run whose session is at a PDS that answers what the test says; its access token has ended. */
  async function atThatPds(): Promise<Run> {
    const first = await signedIn();
    const run = await startRun(network, { folder: first.folder });
    const session = await expireAccess(run.store, anna.did);
    await run.store.put({ ...session, pds: pds.origin, given: true });
    await run.client.sessions.restore();
    return run;
  }

  test.each([
    ['503', { status: 503, json: { error: 'Unavailable', message: 'later' } }],
    ['429', { status: 429, json: { error: 'RateLimitExceeded', message: 'later' } }],
    ['404', { status: 404, text: '<html>no such page</html>' }],
    ['a web page', { status: 200, text: '<html>hotel wifi</html>' }],
    [
      'a session of somebody else',
      { status: 200, json: { did: 'did:plc:b', handle: 'b.test', accessJwt: 'a', refreshJwt: 'r' } },
    ],
  ])('with %s, the call fails with that, after one attempt, and the session is kept', async (_what, answer) => {
    const run = await atThatPds();
    pds.answers.set('/*', answer);
    const before = await run.store.get(anna.did);
    const error = await run.client.appview.getProfile(anna.did).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'XrpcError', nsid: 'com.atproto.server.refreshSession' });
    expect(pds.asked).toEqual(['POST /xrpc/com.atproto.server.refreshSession']);
    expect(await run.store.get(anna.did)).toEqual(before);
    expect(run.client.sessions.current?.did).toBe(anna.did);
    expect(inspect([error, run.client.journal.entries()], { depth: 20 })).not.toContain(before!.refreshJwt);
  });

  test('the account may turn out to be taken down: it is signed out, and told of', async () => {
    const run = await atThatPds();
    const ended: SessionChange[] = [];
    run.client.sessions.subscribe((change) => ended.push(change));
    pds.answers.set('/*', {
      status: 401,
      json: { error: 'AccountTakedown', message: 'Account has been taken down' },
    });
    expect((await run.client.appview.getProfile(anna.did)).handle).toBe(anna.handle);
    expect(ended).toMatchObject([{ kind: 'ended', error: { error: 'AccountTakedown', status: 401 } }]);
  });
});
