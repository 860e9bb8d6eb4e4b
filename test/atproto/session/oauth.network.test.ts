import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { TOKEN_CALL } from '../../../src/atproto/calls/secrets.js';
import type { BrowserLevel, SessionChange, StoredSession } from '../../../src/atproto/session/session.js';
import type { StoredSessions } from '../../../src/atproto/session/sessions.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import type { Author } from '../../network/author.js';
import { type LocalNetwork, startNetwork } from '../../network/network.js';
import { visitProvider } from '../../support/oauth/provider-page.js';
import type { Renewed, RenewingTask } from '../../support/session/renewing-child.js';
import { callsOf, type Run, signUpWithPassword, startRun } from '../../support/session/session-fixtures.js';

let network: LocalNetwork;
let anna: Author & { password: string };
let ben: Author;

beforeAll(async () => {
  network = await startNetwork();
  anna = await signUpWithPassword(network.pds, 'anna');
  ben = await signUpWithPassword(network.pds, 'ben');
  await network.processAll();
  return () => network.stop();
});

/** The part of the PDS that gives and takes tokens. */
const tokens = () =>
  network.network.pds.ctx.oauthProvider!.tokenManager as unknown as {
    tokenMaxAge: number;
    deleteToken(id: string): Promise<void>;
  };

interface SignedIn extends Run {
  readonly changes: SessionChange[];
  /** What is kept of anna's sign-in now. */
  kept(): Promise<StoredSession>;
}

async function follow(run: Run): Promise<SignedIn> {
  const changes: SessionChange[] = [];
  run.client.sessions.subscribe((change) => changes.push(change));
  return { ...run, changes, kept: async () => (await run.store.get(anna.did))! };
}

/** A run in which anna signed in in the browser. */
async function signedIn(level: BrowserLevel, grants?: string): Promise<SignedIn> {
  const run = await startRun(network);
  const begun = await run.client.sessions.beginBrowserSignIn({ identifier: anna.handle, level });
  await fetch(await visitProvider({ ...anna, url: begun.url, username: anna.handle, grants }));
  await begun.account;
  return await follow(run);
}

/** The next run of the same atscope, and what became of its sign-in meanwhile. */
async function restarted(
  { folder, store }: SignedIn,
  meanwhile: Partial<StoredSession> = {},
): Promise<SignedIn> {
  await store.put({ ...(await store.get(anna.did))!, ...meanwhile });
  const run = await startRun(network, { folder });
  await run.client.sessions.restore();
  return await follow(run);
}

/** A token that the PDS does not know, and which says of itself that it lasts. */
const UNKNOWN_TOKEN = ['{"alg":"HS256","typ":"at+jwt"}', '{"iat":1,"exp":9999999999}', 'x']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

const statuses = ({ client }: Run, nsid: string) =>
  client.journal
    .entries()
    .filter((entry) => entry.nsid === nsid)
    .map(({ status }) => status);

const post = (text: string) => ({ $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() });

describe('to read', () => {
  test('is asked for in the browser, sees what only its owner sees, and ends at the server', async () => {
    const { client, store } = await startRun(network);
    const begun = await client.sessions.beginBrowserSignIn({ identifier: `@${anna.handle}`, level: 'read' });
    expect(begun).toMatchObject({ host: new URL(network.pds).host, level: 'read' });
    expect(begun.scopes.join(' ')).not.toMatch(/transition|repo|blob/);
    const there = await visitProvider({ ...anna, url: begun.url, username: anna.handle });
    await fetch(there);
    expect(await begun.account).toMatchObject({ did: anna.did, handle: anna.handle, access: 'read' });
    expect(client.sessions.current).toEqual(await begun.account);
    expect((await client.preferences()).items).toHaveLength(0);
    expect(await client.appview.getProfile(ben.did)).toHaveProperty('viewer');
    for (const nsid of ['getMutes', 'getBlocks'] as const) {
      expect((await client.own.query(`app.bsky.graph.${nsid}`, {})).json()).toBeDefined();
    }
    expect((await client.own.query('app.bsky.feed.getTimeline', {})).json()).toBeDefined();
    expect((await client.own.query('app.bsky.notification.listNotifications', {})).json()).toBeDefined();
    expect(await client.sessions.signOut(anna.did)).toEqual({ failure: undefined });
    expect(await store.list()).toEqual([]);
  });

  test('refuses to write, with what lacks and how to get it', async () => {
    const { client } = await signedIn('read');
    const repo = anna.did;
    const refused: readonly (readonly [nsid: string, input: object, lacks: RegExp])[] = [
      [
        'com.atproto.repo.createRecord',
        { repo, collection: 'app.bsky.feed.post', record: {} },
        /creating records of app\.bsky\.feed\.post \(the scope repo:app\.bsky\.feed\.post\?action=create lacks\)/,
      ],
      [
        'com.atproto.repo.deleteRecord',
        { repo, collection: 'app.bsky.feed.like', rkey: 'x' },
        /deleting records of app\.bsky\.feed\.like/,
      ],
      [
        'com.atproto.repo.uploadBlob',
        { type: 'image/png', bytes: Buffer.from('x') },
        /uploading blobs \(image\/png\)/,
      ],
      ['app.bsky.graph.muteActor', { actor: ben.did }, /calling app\.bsky\.graph\.muteActor/],
      ['app.bsky.actor.putPreferences', { preferences: [] }, /calling app\.bsky\.actor\.putPreferences/],
    ];
    for (const [nsid, input, lacks] of refused) {
      const call = client.own.procedure(nsid as 'app.bsky.graph.muteActor', input as never);
      const error = await call.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ error: 'ScopeMissingError', status: 403 });
      const sentence = errorSentence(error, () => 'LOGIN');
      expect(sentence).toMatch(lacks);
      expect(sentence).toMatch(
        /^The sign-in of @anna-\w+\.test is for reading.* LOGIN signs in to write, too\.$/,
      );
    }
    expect(
      (await client.repo(await client.resolve(anna.did)).list('app.bsky.feed.post', undefined)).items.length,
    ).toBe(0);
  });
});

test('to write: records, blobs, mutes, bookmarks and preferences', async () => {
  const { client } = await signedIn('write');
  expect(client.sessions.current?.access).toBe('write');
  const record = post('written by OAuth');
  const made = await client.own.procedure('com.atproto.repo.createRecord', {
    repo: anna.did,
    collection: 'app.bsky.feed.post',
    record,
  });
  const { uri, cid } = made.json() as { uri: string; cid: string };
  const blob = { type: 'text/plain', bytes: Buffer.from('a blob') };
  expect((await client.own.procedure('com.atproto.repo.uploadBlob', blob)).json()).toHaveProperty('blob');
  await client.own.procedure('app.bsky.graph.muteActor', { actor: ben.did });
  await client.own.procedure('app.bsky.graph.unmuteActor', { actor: ben.did });
  await client.own.procedure('app.bsky.bookmark.createBookmark', { uri, cid });
  await client.own.procedure('app.bsky.actor.putPreferences', {
    preferences: [{ $type: 'app.bsky.actor.defs#adultContentPref', enabled: false }],
  });
  expect((await client.preferences()).items).toHaveLength(1);
});

test('who grants less than is asked for is signed in to read, with that, and sees what everybody sees', async () => {
  const run = await signedIn('write', 'atproto');
  const { client, kept } = run;
  expect(client.sessions.current?.access).toBe('read');
  expect((await kept()).oauth).toMatchObject({ scope: 'atproto' });
  const profile = await client.appview.getProfile(ben.did);
  expect(profile.handle).toBe(ben.handle);
  expect(profile).not.toHaveProperty('viewer.muted');
  await expect(client.preferences()).rejects.toMatchObject({ error: 'ScopeMissingError' });
  const before = await kept();
  // Who it was granted to has another scope in its name than what was granted: it is renewed as that one.
  const next = await restarted(run, { accessJwt: UNKNOWN_TOKEN });
  await next.client.own.query('com.atproto.server.getSession', {});
  expect(statuses(next, TOKEN_CALL).at(-1)).toBe(200);
  expect((await next.kept()).refreshJwt).not.toBe(before.refreshJwt);
});

describe('an access token', () => {
  let first: SignedIn;
  beforeEach(async () => {
    first = await signedIn('read');
  });

  test('that ends soon is renewed before it is sent, and both tokens are new', async () => {
    tokens().tokenMaxAge = 30_000;
    onTestFinished(() => {
      tokens().tokenMaxAge = 3_600_000;
    });
    const short = await signedIn('read');
    const before = await short.kept();
    expect((await short.client.preferences()).items).toBeDefined();
    const after = await short.kept();
    expect(statuses(short, 'app.bsky.actor.getPreferences')).toEqual([200]);
    expect(after.accessJwt).not.toBe(before.accessJwt);
    expect(after.refreshJwt).not.toBe(before.refreshJwt);
    expect({ ...after.oauth, clientId: before.oauth?.clientId }).toEqual(before.oauth);
  });

  test('that the PDS refuses is renewed once for all who ask, and each call is sent again', async () => {
    const run = await restarted(first, { accessJwt: UNKNOWN_TOKEN });
    await Promise.all(Array.from({ length: 10 }, () => run.client.preferences()));
    expect(statuses(run, TOKEN_CALL).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(run, 'app.bsky.actor.getPreferences').filter((status) => status === 200)).toHaveLength(
      10,
    );
  });

  test.each([
    'app.bsky.actor.getPreferences',
    TOKEN_CALL,
  ])('goes with a newer proof where the nonce has expired, in %s', async (nsid) => {
    const run = await restarted(first, nsid === TOKEN_CALL ? { accessJwt: UNKNOWN_TOKEN } : {});
    (run.client.sessions as StoredSessions).nonces.set(network.pds, 'of-an-hour-ago');
    await run.client.preferences();
    if (nsid === TOKEN_CALL) expect(statuses(run, TOKEN_CALL).at(-1)).toBe(200);
    else expect(statuses(run, nsid)).toEqual([401, 200]);
  });

  test('is renewed by one of two processes, and both go on', async () => {
    await first.client.close();
    await first.store.put({ ...(await first.kept()), accessJwt: UNKNOWN_TOKEN });
    const task = { folder: first.folder, plc: network.plc, appview: network.appview };
    const processes = await Promise.all([startAtscope(task), startAtscope(task)]);
    const results = processes.map((one) => resultOf(one));
    for (const one of processes) one.send('go');
    const both = await Promise.all(results);
    expect(both.map(({ signedInAs }) => signedInAs)).toEqual([anna.did, anna.did]);
    const renewing = both.filter(({ calls }) => calls.includes(TOKEN_CALL));
    expect(renewing).toHaveLength(1);
  });
});

describe('a sign-in that is over', () => {
  test('since it was ended elsewhere signs out with a sentence, and the call goes on as nobody', async () => {
    const first = await signedIn('read');
    const { accessJwt } = await first.kept();
    const { jti } = JSON.parse(Buffer.from(accessJwt.split('.')[1]!, 'base64url').toString());
    // As the page of the server does, where its owner ends it.
    await tokens().deleteToken(jti);
    const run = await restarted(first);
    expect((await run.client.appview.getProfile(ben.did)).handle).toBe(ben.handle);
    expect(run.client.sessions.current).toBeUndefined();
    expect(await run.store.list()).toEqual([]);
    expect(run.changes).toMatchObject([{ kind: 'ended', account: { did: anna.did } }]);
    const { error } = run.changes[0] as { error: unknown };
    expect(errorSentence(error)).toMatch(/does not accept the sign-in any more \(invalid_grant: .+\)\.$/);
  });

  test('by its refresh token, sent twice, is over everywhere', async () => {
    const first = await signedIn('read');
    const old = await first.kept();
    const run = await restarted(first, { accessJwt: UNKNOWN_TOKEN });
    await run.client.preferences();
    const stale = await restarted(run, { ...old, accessJwt: UNKNOWN_TOKEN });
    await stale.client.appview.getProfile(ben.did);
    expect(stale.changes).toMatchObject([{ kind: 'ended', error: { error: 'invalid_grant' } }]);
  });
});

describe('signing out', () => {
  test('ends the tokens at the server, also where the access token is no good any more', async () => {
    const first = await signedIn('read');
    const before = await first.kept();
    const run = await restarted(first, { accessJwt: UNKNOWN_TOKEN });
    expect(await run.client.sessions.signOut(anna.did)).toEqual({ failure: undefined });
    await run.store.put(before);
    await run.client.sessions.use(anna.did);
    await run.client.appview.getProfile(ben.did);
    expect(run.client.sessions.current).toBeUndefined();
  });

  test('tells where the server did not answer, and forgets the sign-in', async () => {
    const first = await signedIn('read');
    const { oauth } = await first.kept();
    const run = await restarted(first, { oauth: { ...oauth!, issuer: 'http://127.0.0.1:1' } });
    const { failure } = await run.client.sessions.signOut(anna.did);
    expect(errorSentence(failure)).toMatch(/^127\.0\.0\.1:1 cannot be reached/);
    expect(await run.store.list()).toEqual([]);
  });

  test('is done of the sign-in before, when the same account signs in again', async () => {
    const first = await signedIn('read');
    const old = await first.kept();
    const begun = await first.client.sessions.beginBrowserSignIn({ identifier: anna.did, level: 'write' });
    await fetch(await visitProvider({ ...anna, url: begun.url, username: anna.handle }));
    expect(await begun.account).toMatchObject({ access: 'write' });
    expect(callsOf(first)).toContain('oauth revocation');
    const run = await restarted(first, old);
    await run.client.appview.getProfile(ben.did);
    expect(run.client.sessions.current).toBeUndefined();
  });
});

async function startAtscope(task: RenewingTask): Promise<ChildProcess> {
  const child = fork(
    fileURLToPath(new URL('../../support/session/renewing-child.ts', import.meta.url)),
    [JSON.stringify(task)],
    { execArgv: ['--import', new URL('../../network/source-hooks.ts', import.meta.url).href] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function resultOf(child: ChildProcess): Promise<Renewed> {
  const [result] = await once(child, 'message');
  return result;
}
