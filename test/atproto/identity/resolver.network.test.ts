import { once } from 'node:events';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createJsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import type { Identity } from '../../../src/atproto/identity/identity.js';
import { createResolver, IDENTITY_LIFETIME_MS } from '../../../src/atproto/identity/resolver.js';
import type { IdentityCache } from '../../../src/keep/identity-cache.js';
import { drop } from '../../faults/answers.js';
import { type Service, startService } from '../../faults/service.js';
import { deferred } from '../../support/deferred.js';

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const resolveHandle = '/xrpc/com.atproto.identity.resolveHandle';

function documentOf(account: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: account,
    alsoKnownAs: ['at://alice.test'],
    service: [
      { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'http://localhost:2583' },
    ],
    ...changes,
  };
}

let service: Service;
let client: AtClient;

const newClient = (cache?: IdentityCache, timeoutMs?: number): AtClient =>
  createClient({ appview: service.origin, plc: service.origin, cache, timeoutMs });

beforeEach(async () => {
  service = await startService();
  service.answers.set(resolveHandle, { json: { did } });
  service.answers.set(`/${did}`, { json: documentOf(did) });
  client = newClient();
});

afterEach(async () => {
  await client.close();
  await service.close();
});

async function failure(promise: Promise<unknown>): Promise<XrpcError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(XrpcError);
  return error as XrpcError;
}

describe('resolve', () => {
  it('goes from handle to DID to document in two answers', async () => {
    const identity = await client.resolve('@Alice.Test');
    expect(identity).toMatchObject({
      did,
      handle: 'alice.test',
      pds: 'http://localhost:2583',
      cached: false,
    });
    expect(service.asked).toEqual([`GET ${resolveHandle}?handle=alice.test`, `GET /${did}`]);
  });

  it('takes one answer for a DID', async () => {
    await client.resolve(did);
    expect(service.asked).toEqual([`GET /${did}`]);
  });

  it('finds the document of a did:web at its host', async () => {
    const web = `did:web:localhost%3A${service.port}`;
    service.answers.set('/.well-known/did.json', { json: documentOf(web) });
    expect(await client.resolve(web)).toMatchObject({ did: web, handle: 'alice.test' });
    expect(service.asked).toEqual(['GET /.well-known/did.json']);
  });

  it('takes an account without a PDS for an account', async () => {
    service.answers.set(`/${did}`, { json: documentOf(did, { service: [] }) });
    expect(await client.resolve(did)).toMatchObject({ did, pds: undefined, signingKey: undefined });
  });
});

describe('an account that cannot be resolved', () => {
  it.each<[string, () => void, string, Partial<XrpcError>, string | RegExp]>([
    [
      'an unknown handle',
      () =>
        service.answers.set(resolveHandle, {
          status: 400,
          json: { error: 'InvalidRequest', message: 'Unable to resolve handle' },
        }),
      'nobody.test',
      { failure: 'status', status: 400 },
      /^there is no account with the handle nobody\.test \(asked 127\.0\.0\.1:\d+\)$/,
    ],
    [
      'a handle without DID document',
      () => service.answers.set(`/${did}`, { status: 404, json: { message: `DID not registered: ${did}` } }),
      'alice.test',
      { failure: 'status', status: 404 },
      /^alice\.test leads to did:plc:\w+, but there is no DID document of did:plc:\w+: 127\.0\.0\.1:\d+ does not have it \(404\)$/,
    ],
    [
      'a deleted account',
      () => service.answers.set(`/${did}`, { status: 410, json: { message: 'tombstoned' } }),
      did,
      { failure: 'status', status: 410 },
      `the account ${did} has been deleted`,
    ],
    [
      'a deleted account at the directory of the test network',
      () => service.answers.set(`/${did}`, { status: 404, json: { message: `DID not available: ${did}` } }),
      did,
      { failure: 'status', status: 404 },
      `the account ${did} has been deleted`,
    ],
    [
      'a directory that answers 403',
      () => service.answers.set(`/${did}`, { status: 403, text: '' }),
      did,
      { failure: 'status', status: 403 },
      /answered 403 when asked for the DID document of/,
    ],
    [
      'an AppView that answers with no DID',
      () => service.answers.set(resolveHandle, { json: { did: 'alice' } }),
      'alice.test',
      { failure: 'malformed' },
      'the AppView resolved alice.test to something that is not a DID',
    ],
    [
      'a web page for a document',
      () => service.answers.set(`/${did}`, { text: '<!doctype html><p>hello' }),
      did,
      { failure: 'malformed' },
      'is a web page and not JSON',
    ],
    [
      'a document cut short',
      () => service.answers.set(`/${did}`, { text: '{"id":' }),
      did,
      { failure: 'malformed' },
      'is not valid JSON',
    ],
    [
      'a document nested 100,000 levels deep',
      () => service.answers.set(`/${did}`, { text: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
      did,
      { failure: 'malformed' },
      'is nested more than 100 levels deep',
    ],
    [
      'a document with a member nested 4,000 levels deep',
      () => {
        const text = JSON.stringify(documentOf(did));
        const deep = `${'['.repeat(4_000)}${']'.repeat(4_000)}`;
        service.answers.set(`/${did}`, { text: `${text.slice(0, -1)},"more":${deep}}` });
      },
      did,
      { failure: 'malformed' },
      'is nested more than 100 levels deep',
    ],
    [
      'a document of 300 kB',
      () => service.answers.set(`/${did}`, { json: documentOf(did, { more: 'x'.repeat(300_000) }) }),
      did,
      { failure: 'too-large' },
      'is larger than 256 kB',
    ],
    [
      'the document of somebody else',
      () => service.answers.set(`/${did}`, { json: documentOf('did:plc:another') }),
      did,
      { failure: 'malformed' },
      'sent the DID document of another account: did:plc:another',
    ],
    [
      'a directory that breaks off',
      () => service.answers.set(`/${did}`, drop()),
      did,
      { failure: 'connection' },
      /^the DID document of did:plc:\w+ could not be fetched: 127\.0\.0\.1:\d+: /,
    ],
  ])('%s', async (_, arrange, account, shape, message) => {
    arrange();
    const error = await failure(client.resolve(account));
    expect(error).toMatchObject(shape);
    expect(error.message).toMatch(message);
  });

  it.each([
    [
      'did:key:zQ3shZc2QzApp2oymGvQbzP8eKheVshBHbU4ZYjeXqwSKEn6N',
      'atproto knows did:plc and did:web, not did:key',
    ],
    ['did:plc:abc', 'did:plc:abc is not a whole did:plc'],
    ['did:web:example.com:users:alice', 'has a path, which atproto does not allow'],
    ['did:web:example.com%3A8443', 'has a port, which atproto allows for localhost only'],
    ['did:web:127.0.0.1', 'does not name a host'],
    ['did:web:localhost%3Aabc', 'does not name a host'],
    ['did:web:a%2Fb.test', 'does not name a host'],
    ['alice', '“alice” has no dot'],
  ])('%s is refused before anything is sent', async (account, message) => {
    const error = await failure(client.resolve(account));
    expect(error.failure).toBe('refused');
    expect(error.message).toContain(message);
    expect(client.journal.entries()).toEqual([]);
  });

  it('a did:web on this machine, when the configured services are public', async () => {
    const web = `did:web:localhost%3A${service.port}`;
    const publicClient = createClient({
      appview: 'https://appview.example.com',
      plc: 'https://plc.example.com',
    });
    const error = await failure(publicClient.resolve(web));
    expect(error.failure).toBe('refused');
    expect(error.message).toContain('it is a private address, and the configured services are public');
    expect(service.asked).toEqual([]);
    await publicClient.close();
  });

  it('a did:web that does not answer', async () => {
    await client.close();
    client = newClient(undefined, 50);
    const web = `did:web:localhost%3A${service.port}`;
    service.answers.set('/.well-known/did.json', () => {});
    const error = await failure(client.resolve(web));
    expect(error.failure).toBe('timeout');
    expect(error.message).toContain(
      `the DID document of ${web} could not be fetched: localhost:${service.port}`,
    );
  });
});

describe('calls for the same account', () => {
  it('share one request', async () => {
    const answers = await Promise.all([
      client.resolve('alice.test'),
      client.resolve('ALICE.test', { fresh: true }),
      client.resolve('alice.test', { signal: new AbortController().signal }),
    ]);
    expect(new Set(answers.map((identity) => identity.did))).toEqual(new Set([did]));
    expect(service.asked).toHaveLength(2);
  });

  it('let go one by one', async () => {
    const { promise: asked, resolve: whenAsked } = deferred<() => void>();
    service.answers.set(`/${did}`, (_, response) =>
      whenAsked(() => response.end(JSON.stringify(documentOf(did)))),
    );
    const leaving = new AbortController();
    const left = client.resolve(did, { signal: leaving.signal });
    const stayed = client.resolve(did, { signal: new AbortController().signal });
    const answer = await asked;
    leaving.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    expect(await stayed).toMatchObject({ did });
    expect(service.asked).toHaveLength(1);
  });

  it('are aborted when nobody waits any more', async () => {
    const { promise: closed, resolve: whenClosed } = deferred<void>();
    const { promise: asked, resolve: whenAsked } = deferred<void>();
    service.answers.set(`/${did}`, (request) => {
      void once(request.socket, 'close').then(() => whenClosed());
      whenAsked();
    });
    const leaving = [new AbortController(), new AbortController()];
    const calls = Promise.allSettled(leaving.map(({ signal }) => client.resolve(did, { signal })));
    await asked;
    service.answers.set(`/${did}`, { json: documentOf(did) });
    for (const controller of leaving) controller.abort();
    // Whoever comes right after them does not join what is ending.
    expect(await client.resolve(did)).toMatchObject({ did });
    for (const outcome of await calls) expect(outcome).toMatchObject({ reason: { name: 'AbortError' } });
    await closed;
  });

  it('send nothing when they are aborted before', async () => {
    const call = client.resolve(did, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual([]);
  });
});

/** A cache in memory; `stored` resolves with what is put into it next. */
function memoryCache(entries: Iterable<[string, { identity: Identity; storedAt: number }]> = []) {
  const map = new Map(entries);
  let next = deferred<string>();
  return {
    map,
    stored: () => next.promise,
    get: (key: string) => map.get(key),
    set(key: string, identity: Identity) {
      map.set(key, { identity, storedAt: Date.now() });
      next.resolve(key);
      next = deferred();
    },
    delete: (key: string) => void map.delete(key),
  };
}

describe('an identity of an earlier run', () => {
  const { stale, maximum } = IDENTITY_LIFETIME_MS;
  const old: Identity = {
    did,
    handle: 'before.test',
    pds: undefined,
    signingKey: undefined,
    document: {},
    fetchedAt: 0,
    cached: false,
  };
  function aged(age: number) {
    const time = Date.now() - age;
    const entry = { identity: { ...old, fetchedAt: time }, storedAt: time };
    return memoryCache([
      [did, entry],
      ['before.test', entry],
    ]);
  }
  async function withCache(cache: IdentityCache) {
    await client.close();
    client = newClient(cache);
  }

  it('serves for an hour without a word to the network', async () => {
    await withCache(aged(stale - 60_000));
    expect(await client.resolve('before.test')).toMatchObject({ did, handle: 'before.test', cached: true });
    expect(await client.resolve(did)).toMatchObject({ handle: 'before.test', cached: true });
    expect(service.asked).toEqual([]);
  });

  it('serves for a day, and is fetched anew behind it', async () => {
    const cache = aged(stale + 60_000);
    await withCache(cache);
    const stored = cache.stored();
    expect(await client.resolve(did)).toMatchObject({ handle: 'before.test', cached: true });
    await stored;
    expect(await client.resolve(did)).toMatchObject({ handle: 'alice.test', cached: true });
    expect(service.asked).toEqual([`GET /${did}`]);
  });

  it.each([
    ['after a day', maximum + 60_000],
    ['from the future', -60_000],
  ])('serves no more %s', async (_, age) => {
    await withCache(aged(age));
    expect(await client.resolve(did)).toMatchObject({ handle: 'alice.test', cached: false });
  });

  it('is passed over when a fresh one is asked for', async () => {
    const cache = aged(0);
    await withCache(cache);
    expect(await client.resolve(did, { fresh: true })).toMatchObject({ handle: 'alice.test', cached: false });
    expect(cache.map.get(did)?.identity.handle).toBe('alice.test');
  });

  it('is forgotten when the account is gone', async () => {
    const cache = aged(maximum + 1);
    await withCache(cache);
    service.answers.set(`/${did}`, { status: 410, json: {} });
    await failure(client.resolve(did));
    expect(cache.map.has(did)).toBe(false);
  });

  it('saves the directory a question when its handle is looked up', async () => {
    await withCache(aged(0));
    expect(await client.resolve('alice.test')).toMatchObject({ did, cached: true });
    expect(service.asked).toEqual([`GET ${resolveHandle}?handle=alice.test`]);
  });

  it('is kept under the handle and the DID', async () => {
    const cache = memoryCache();
    await withCache(cache);
    await client.resolve('alice.test');
    expect([...cache.map.keys()].sort()).toEqual(['alice.test', did]);
  });
});

describe('when the AppView does not answer', () => {
  const journal = createJournal();
  const policy = hostPolicy(['http://127.0.0.1']);
  const transport = createTransport({ journal, policy, timeoutMs: 5000 });
  const fetch = createJsonFetch(transport);
  const askedTxt: string[] = [];
  afterAll(() => transport.close());
  const resolverWith = (txt: string[][] | Error) =>
    createResolver({
      // No test can have a certificate for alice.example.com: its https host is played by the local service.
      fetch: (url, options) =>
        fetch(url.replace('https://alice.example.com', service.origin), { ...options, policy: 'configured' }),
      plc: service.origin,
      policy,
      resolveAtAppView: () =>
        Promise.reject(
          new XrpcError({
            failure: 'connection',
            service: 'av.test',
            nsid: 'x',
            message: 'av.test: it is down',
          }),
        ),
      resolveTxt: async (name) => {
        askedTxt.push(name);
        if (txt instanceof Error) throw txt;
        return txt;
      },
    });

  it('DNS is asked for the handle', async () => {
    const { resolve } = resolverWith([['unrelated'], ['did=', did]]);
    expect(await resolve('alice.example.com')).toMatchObject({ did });
    expect(askedTxt.at(-1)).toBe('_atproto.alice.example.com');
  });

  it('and so is the host of the handle', async () => {
    service.answers.set('/.well-known/atproto-did', { text: ` ${did}\n` });
    const { resolve } = resolverWith(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    expect(await resolve('alice.example.com')).toMatchObject({ did });
  });

  it('the failure of the AppView is told when nobody knows the handle', async () => {
    const { resolve } = resolverWith([]);
    const error = await failure(resolve('alice.example.com'));
    expect(error).toMatchObject({ failure: 'connection', service: 'av.test' });
    expect(error.message).toBe('the handle alice.example.com could not be looked up: av.test: it is down');
  });

  it('names that DNS does not serve are not asked for there', async () => {
    askedTxt.length = 0;
    await failure(resolverWith([[`did=${did}`]]).resolve('alice.test'));
    expect(askedTxt).toEqual([]);
  });
});
