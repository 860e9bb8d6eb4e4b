import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { toCurl } from '../../../src/atproto/calls/curl.js';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { memorySessionStore } from '../../../src/atproto/session/memory-store.js';
import type { BrowserSignIn, SessionStore, StoredSession } from '../../../src/atproto/session/session.js';
import { openConfig } from '../../../src/keep/config.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { type RecordedAnswer, type Recorder, record } from '../../support/services/recorder.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const BEN = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb';

const documentOf = (did: string, handle: string, pds: string) => ({
  id: did,
  alsoKnownAs: [`at://${handle}`],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: pds }],
});

/** An authorization server apart from the PDS, as the network's own are, whose answers a test may change. */
interface Issuer extends Recorder {
  readonly answers: Map<string, RecordedAnswer | (() => RecordedAnswer)>;
  /** How often tokens were given. */
  readonly given: { count: number };
  metadata: Readonly<Record<string, unknown>>;
}

async function startIssuer(sub = ANNA): Promise<Issuer> {
  const answers: Issuer['answers'] = new Map();
  const given = { count: 0 };
  const server = await record((_method, path) => {
    const found = answers.get(path);
    if (found !== undefined) return typeof found === 'function' ? found() : found;
    if (path.startsWith('/.well-known/oauth-authorization-server')) return { body: issuer.metadata };
    if (path === '/oauth/par') {
      return { status: 201, body: { request_uri: 'urn:request:1', expires_in: 300 } };
    }
    if (path !== '/oauth/token') return {};
    const count = given.count++;
    return {
      body: {
        access_token: `s3cret-a${count}`,
        refresh_token: `s3cret-r${count}`,
        token_type: 'DPoP',
        scope: 'atproto transition:generic',
        expires_in: 3600,
        sub,
      },
    };
  });
  const { origin } = server;
  const issuer: Issuer = {
    ...server,
    answers,
    given,
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      pushed_authorization_request_endpoint: `${origin}/oauth/par`,
      require_pushed_authorization_requests: true,
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: ['none'],
      dpop_signing_alg_values_supported: ['ES256'],
      response_types_supported: ['code'],
      scopes_supported: ['atproto'],
    },
  };
  return issuer;
}

async function startPds(issuer: () => string, answer: (name: string) => RecordedAnswer): Promise<Recorder> {
  const pds: Recorder = await record((_method, path) => {
    if (path === '/.well-known/oauth-protected-resource') {
      return { body: { resource: pds.origin, authorization_servers: [issuer()] } };
    }
    return answer(/xrpc\/[\w.]+\.(\w+)/.exec(path)?.[1] ?? path);
  });
  return pds;
}

interface World {
  readonly client: AtClient;
  readonly folder: string;
  close(): Promise<void>;
}

async function open(plc: Recorder, appview: Recorder, store?: SessionStore): Promise<World> {
  const folder = await temporaryFolder();
  const config = openConfig({ folder });
  const client = createClient({
    plc: plc.origin,
    appview: appview.origin,
    cache: config.identities,
    sessions: { store: store ?? config.sessions, proxy: 'did:web:appview.test#bsky_appview' },
  });
  onTestFinished(() => client.close());
  return { client, folder, close: () => config.close() };
}

/** What is kept of the one sign-in. */
async function keptFile(folder: string): Promise<string> {
  const sessions = join(folder, 'sessions');
  const name = (await readdir(sessions)).find((found) => found.startsWith('did'));
  return await readFile(join(sessions, name!), 'utf8');
}

/** The browser comes back as the issuer sends it: the state is what was asked for. */
async function comeBack(begun: { paste(text: string): void }, issuer: Issuer, iss = issuer.origin) {
  const asked = issuer.received().split('/oauth/par').at(-1) ?? '';
  const state = /[?&\n]state=([^&]+)/.exec(asked)?.[1];
  begun.paste(`http://127.0.0.1/callback?state=${state}&iss=${encodeURIComponent(iss)}&code=s3cret-code`);
}

test('codes, tokens and proofs reach the issuer and the own PDS, and no other server, no screen, no error and no other file', async () => {
  let refuses = true;
  let redirects = false;
  const target = await record(() => ({}));
  const otherPds = await record(() => ({ body: { records: [] } }));
  const appview = await record((_method, path) => ({
    body: path.includes('resolveHandle') ? { did: ANNA } : { did: BEN, handle: 'ben.test' },
  }));
  const issuer = await startIssuer();
  const pds = await startPds(
    () => issuer.origin,
    (name) => {
      if (redirects) return { status: 307, headers: `location: ${target.origin}/${name}\r\n` };
      if (refuses) {
        refuses = false;
        return { status: 401, body: { error: 'invalid_token', message: 'no: s3cret-a0, nor s3cret-r0' } };
      }
      return { body: { did: BEN, handle: 'ben.test', preferences: [{ $type: 'echo', was: ['s3cret-a1'] }] } };
    },
  );
  const plc = await record((_method, path) => ({
    body: path.includes(BEN)
      ? documentOf(BEN, 'ben.test', otherPds.origin)
      : documentOf(ANNA, 'anna.test', pds.origin),
  }));
  const { client, folder, close } = await open(plc, appview);
  const told: unknown[] = [];
  client.sessions.subscribe((change) => told.push(change));

  const begun = await client.sessions.beginBrowserSignIn({ identifier: 'anna.test', level: 'write' });
  await comeBack(begun, issuer);
  told.push(await begun.account);
  // Renewed on the way, since the first token is refused.
  expect(await client.appview.getProfile(BEN)).toMatchObject({ handle: 'ben.test' });
  const echo = await client.preferences();
  await client.repo(await client.resolve(BEN)).list('app.bsky.feed.post', undefined);
  redirects = true;
  told.push(await client.appview.getProfile(BEN).catch((error: unknown) => error));
  redirects = false;
  const kept = await keptFile(folder);
  const key = /"d":\s*"([^"]+)"/.exec(kept)![1]!;
  issuer.answers.set('/oauth/revoke', { status: 307, headers: `location: ${target.origin}/revoke\r\n` });
  told.push(await client.sessions.signOut(ANNA));
  await close();

  const atIssuer = issuer.received();
  for (const secret of ['s3cret-code', 's3cret-r0', 's3cret-r1']) expect(atIssuer).toContain(secret);
  expect(atIssuer).toMatch(/code_verifier=/);
  expect(atIssuer).not.toMatch(/s3cret-a/);
  const atPds = pds.received();
  for (const secret of ['s3cret-a0', 's3cret-a1']) expect(atPds).toContain(`DPoP ${secret}`);
  expect(atPds).not.toMatch(/s3cret-(?:r|code)|code_verifier/);
  for (const { received } of [appview, otherPds, plc]) {
    expect(received()).toContain('GET /');
    expect(received()).not.toMatch(/s3cret|authorization:|dpop/i);
  }
  expect(target.received()).toBe('');
  for (const { received } of [issuer, pds, appview, otherPds, plc]) expect(received()).not.toContain(key);

  const verifier = /code_verifier=([^&\s]+)/.exec(atIssuer)![1]!;
  const entries = client.journal.entries();
  const shown = inspect(
    [told, entries.map((entry) => [toCurl(entry), { ...entry }]), echo.items.at(0)?.text()],
    { depth: 30, getters: true, maxArrayLength: null, maxStringLength: null },
  );
  expect(shown).toContain('DPoP ‹hidden›');
  for (const secret of ['s3cret', key, verifier]) expect(shown).not.toContain(secret);
  expect(shown).not.toMatch(/eyJ0eXAiOiJkcG9w/);
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.parentPath.endsWith('sessions')) continue;
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    for (const secret of ['s3cret', key, verifier]) expect(text, file.name).not.toContain(secret);
  }
});

test('a server whose endpoints are at another origin is sent nothing there', async () => {
  const target = await record(() => ({ status: 201, body: { request_uri: 'urn:x', expires_in: 9 } }));
  const issuer = await startIssuer();
  issuer.metadata = {
    ...issuer.metadata,
    pushed_authorization_request_endpoint: `${target.origin}/oauth/par`,
  };
  const { client } = await world(issuer);
  const error = await client.sessions
    .beginBrowserSignIn({ identifier: ANNA, level: 'read' })
    .catch((reason: unknown) => reason);
  expect(errorSentence(error)).toContain(`the sign-in is for ${issuer.origin} and goes nowhere else`);
  expect(target.received()).toBe('');
});

test('a server that sends the browser to another origin is refused, before anything is opened', async () => {
  const issuer = await startIssuer();
  issuer.metadata = { ...issuer.metadata, authorization_endpoint: 'https://evil.test/authorize' };
  const { client } = await world(issuer);
  const error = await client.sessions
    .beginBrowserSignIn({ identifier: ANNA, level: 'read' })
    .catch((reason: unknown) => reason);
  expect(errorSentence(error)).toMatch(
    /^127\.0\.0\.1:\d+ sends the browser to https:\/\/evil\.test, which is not its own: nothing was opened\.$/,
  );
});

test('tokens of an account whose PDS names another issuer are ended, and not kept', async () => {
  const issuer = await startIssuer(BEN);
  const other = await startIssuer(BEN);
  const { client } = await world(issuer, other);
  const begun = await client.sessions.beginBrowserSignIn({ service: issuer.origin, level: 'read' });
  await comeBack(begun, issuer);
  const error = await begun.account.catch((reason: unknown) => reason);
  expect(errorSentence(error)).toMatch(/issuer mismatch/);
  expect(issuer.received()).toContain('POST /oauth/revoke');
  expect(other.received()).not.toMatch(/s3cret/);
  expect(await client.sessions.list()).toEqual([]);
});

test('tokens of somebody else than who was named are ended, and not kept', async () => {
  const issuer = await startIssuer(BEN);
  const { client } = await world(issuer);
  const begun = await client.sessions.beginBrowserSignIn({
    identifier: ANNA,
    service: issuer.origin,
    level: 'read',
  });
  await comeBack(begun, issuer);
  const error = await begun.account.catch((reason: unknown) => reason);
  expect(errorSentence(error)).toMatch(
    /^@ben\.test signed in at 127\.0\.0\.1:\d+ instead of did:plc:a+: nothing was kept\.$/,
  );
  expect(issuer.received()).toContain('POST /oauth/revoke');
  expect(await client.sessions.list()).toEqual([]);
});

test.each<[string, RecordedAnswer, RegExp]>([
  ['is no JSON', { body: 'hello' }, /does not do what OAuth asks of it/],
  [
    'has no refresh token',
    { body: { access_token: 'x', token_type: 'DPoP', scope: 'atproto', sub: ANNA } },
    /gave no refresh token that can be used/,
  ],
  [
    'is a refusal',
    { status: 400, body: { error: 'invalid_request', error_description: 'said s3cret-code' } },
    /answered 400 \(invalid_request: said ‹hidden›\)/,
  ],
  ['is a failure', { status: 500, body: { error: 'server_error' } }, /answered 500 \(server_error\)/],
])('an answer for tokens that %s is told in a sentence', async (_what, answer, words) => {
  const issuer = await startIssuer();
  issuer.answers.set('/oauth/token', answer);
  const { client } = await world(issuer);
  const begun = await client.sessions.beginBrowserSignIn({ identifier: ANNA, level: 'read' });
  await comeBack(begun, issuer);
  const error = await begun.account.catch((reason: unknown) => reason);
  expect(errorSentence(error)).toMatch(words);
  expect(inspect(error, { depth: 20 })).not.toContain('s3cret');
  expect(await client.sessions.list()).toEqual([]);
});

test('a failure of the server while it renews leaves the sign-in as it is', async () => {
  const issuer = await startIssuer();
  const { client, folder } = await world(issuer, issuer, () => ({
    status: 401,
    body: { error: 'invalid_token' },
  }));
  const begun = await client.sessions.beginBrowserSignIn({ identifier: ANNA, level: 'read' });
  await comeBack(begun, issuer);
  await begun.account;
  const before = await keptFile(folder);
  for (const answer of [
    { status: 500, body: { error: 'server_error' } },
    { status: 400, body: { error: 'invalid_dpop_proof', error_description: '"iat" is in the past' } },
  ]) {
    issuer.answers.set('/oauth/token', answer);
    await expect(client.preferences()).rejects.toMatchObject({ nsid: 'oauth token', status: answer.status });
    expect(client.sessions.current?.did).toBe(ANNA);
    expect(await keptFile(folder)).toBe(before);
  }
  issuer.answers.set('/oauth/token', { status: 400, body: { error: 'invalid_grant' } });
  await expect(client.preferences()).rejects.toMatchObject({ error: 'AuthMissing' });
  expect(client.sessions.current).toBeUndefined();
});

test('new tokens are kept also where the server fails right after it gave them', async () => {
  const issuer = await startIssuer();
  let refusals = 1;
  const { client, folder } = await world(issuer, issuer, () =>
    refusals-- > 0 ? { status: 401, body: { error: 'invalid_token' } } : { body: { preferences: [] } },
  );
  const begun = await client.sessions.beginBrowserSignIn({ identifier: ANNA, level: 'read' });
  await comeBack(begun, issuer);
  await begun.account;
  const tokens = { access_token: 's3cret-a9', refresh_token: 's3cret-r9', token_type: 'DPoP' };
  issuer.answers.set('/oauth/token', () => {
    issuer.answers.set('/.well-known/oauth-authorization-server', { status: 500 });
    return { body: { ...tokens, scope: 'atproto', sub: ANNA } };
  });
  expect((await client.preferences()).items).toHaveLength(0);
  expect(JSON.parse(await keptFile(folder))).toMatchObject({ refreshJwt: 's3cret-r9' });
});

describe('once the browser came back', () => {
  const TOKENS = {
    access_token: 's3cret-a0',
    refresh_token: 's3cret-r0',
    token_type: 'DPoP',
    scope: 'atproto',
    sub: ANNA,
  };

  /** A sign-in that came back, whose session is put by `put`. */
  async function cameBack(
    put: (session: StoredSession) => Promise<void>,
    onToken: (begun: BrowserSignIn) => void,
  ) {
    const issuer = await startIssuer();
    const store = { ...memorySessionStore(), put };
    const { client } = await world(issuer, issuer, undefined, store);
    const begun = await client.sessions.beginBrowserSignIn({ identifier: ANNA, level: 'read' });
    issuer.answers.set('/oauth/token', () => {
      onToken(begun);
      return { body: TOKENS };
    });
    await comeBack(begun, issuer);
    return { client, begun, issuer };
  }

  test('who cancels while tokens are given has them ended, before the program is', async () => {
    const put = vi.fn(async () => {});
    const { client, begun, issuer } = await cameBack(put, ({ cancel }) => cancel());
    await expect(begun.account).rejects.toMatchObject({ name: 'AbortError' });
    await client.close();
    expect(issuer.received()).toContain('POST /oauth/token');
    expect(issuer.received()).toContain('POST /oauth/revoke');
    expect(put).not.toHaveBeenCalled();
  });

  test('tokens that cannot be kept are ended', async () => {
    const { begun, issuer } = await cameBack(
      () => Promise.reject(new Error('the keychain is locked')),
      () => {},
    );
    await expect(begun.account).rejects.toThrow('the keychain is locked');
    expect(issuer.received()).toMatch(/POST \/oauth\/revoke.*token=s3cret-r0/s);
  });

  test('who cancels or quits while the sign-in is kept is signed in', async () => {
    const store = new EventEmitter();
    const kept = once(store, 'kept');
    const putting = once(store, 'putting');
    const { client, begun, issuer } = await cameBack(
      async () => {
        store.emit('putting');
        await kept;
      },
      () => {},
    );
    await putting;
    begun.cancel();
    let isClosed = false;
    const closing = client.close().then(() => {
      isClosed = true;
    });
    await setImmediate();
    expect(isClosed).toBe(false);
    store.emit('kept');
    expect(await begun.account).toMatchObject({ did: ANNA });
    await closing;
    expect(issuer.received()).not.toContain('POST /oauth/revoke');
  });
});

test('a server may give the same refresh token again', async () => {
  const issuer = await startIssuer();
  let refusals = 1;
  const { client, folder } = await world(issuer, issuer, () =>
    refusals-- > 0 ? { status: 401, body: { error: 'invalid_token' } } : { body: { preferences: [] } },
  );
  const begun = await client.sessions.beginBrowserSignIn({ identifier: ANNA, level: 'read' });
  await comeBack(begun, issuer);
  await begun.account;
  const tokens = { access_token: 's3cret-a9', refresh_token: 's3cret-r0', token_type: 'DPoP' };
  issuer.answers.set('/oauth/token', { body: { ...tokens, scope: 'atproto', sub: ANNA } });
  expect((await client.preferences()).items).toHaveLength(0);
  expect(JSON.parse(await keptFile(folder))).toMatchObject({
    accessJwt: 's3cret-a9',
    refreshJwt: 's3cret-r0',
  });
});

async function world(
  issuer: Issuer,
  named: Issuer = issuer,
  answer: (name: string) => RecordedAnswer = () => ({}),
  store?: SessionStore,
): Promise<World> {
  const pds = await startPds(() => named.origin, answer);
  const appview = await record(() => ({}));
  const plc = await record((_method, path) => ({
    body: documentOf(
      path.includes(BEN) ? BEN : ANNA,
      path.includes(BEN) ? 'ben.test' : 'anna.test',
      pds.origin,
    ),
  }));
  return await open(plc, appview, store);
}
