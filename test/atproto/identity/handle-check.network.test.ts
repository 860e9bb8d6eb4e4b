import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createJsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { createHandleCheck, type HandleCheckDeps } from '../../../src/atproto/identity/handle-check.js';
import type { HandleCheck, HandleCheckOptions, Identity } from '../../../src/atproto/identity/identity.js';
import type { Answer } from '../../faults/answer.js';
import { type Service, startService } from '../../faults/service.js';
import { deferred } from '../../support/deferred.js';

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const other = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const handle = 'alice.example.com';
const never = new Promise<never>(() => {});

const journal = createJournal();
const transport = createTransport({
  journal,
  policy: hostPolicy(['http://127.0.0.1']),
  timeoutMs: 60_000,
});
let service: Service;

beforeAll(async () => {
  service = await startService();
});
beforeEach(() => {
  service.answers.clear();
  service.requests.length = 0;
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await transport.close();
  await service.close();
});

const dns = {
  names: (account: string) => () => Promise.resolve([[`did=${account}`]]),
  hasNone: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENODATA' })),
  isDown: () => Promise.reject(Object.assign(new Error('no'), { code: 'ESERVFAIL' })),
  hangs: () => never,
  namesTwo: async () => [[`did=${did}`], [`did=${other}`]],
  /** Names an account after the host of the handle has answered. */
  namesLate: (account: string) => async () => {
    const heard = deferred();
    const ended = journal.subscribe(() => {
      if (journal.entries().at(-1)?.status !== undefined) setImmediate(heard.resolve);
    });
    await heard.promise;
    ended();
    return [[`did=${account}`]];
  },
};
const appview = {
  names: (account: string) => () => Promise.resolve(account),
  hasNone: () =>
    Promise.reject(
      new XrpcError({
        failure: 'status',
        service: 'av.test',
        nsid: 'x',
        status: 400,
        error: 'InvalidRequest',
        message: 'no',
      }),
    ),
  isDown: () =>
    Promise.reject(
      new XrpcError({ failure: 'connection', service: 'av.test', nsid: 'x', message: 'av.test: it is down' }),
    ),
  hangs: () => never,
};

interface Sources {
  readonly dns?: HandleCheckDeps['resolveTxt'];
  /** What the host of the handle serves; 404 by default. */
  readonly https?: Answer;
  readonly appview?: HandleCheckDeps['resolveAtAppView'];
}

/** How the handle stands, as soon as that is certain, without what each way said. */
function check(
  sources: Sources,
  identity: Partial<Identity> = {},
  options: HandleCheckOptions = {},
): Promise<HandleCheck> {
  return new Promise((resolve, reject) => {
    const onVerdict = ({ ways: _, ...verdict }: HandleCheck): void => resolve(verdict as HandleCheck);
    wholeCheck(sources, identity, { ...options, onVerdict }).then(resolve, reject);
  });
}

function wholeCheck(
  sources: Sources,
  identity: Partial<Identity> = {},
  options: HandleCheckOptions = {},
): Promise<HandleCheck> {
  if (sources.https !== undefined) service.answers.set('/.well-known/atproto-did', sources.https);
  const fetch = createJsonFetch(transport);
  const checkHandle = createHandleCheck({
    // No test can have a certificate for alice.example.com: its https host is played by the local service.
    fetch: (url, rest) =>
      fetch(url.replace(`https://${handle}`, service.origin), { ...rest, policy: 'configured' }),
    resolveTxt: sources.dns ?? dns.hasNone,
    resolveAtAppView: sources.appview ?? appview.hasNone,
  });
  const whole = {
    did,
    handle,
    pds: undefined,
    signingKey: undefined,
    document: {},
    fetchedAt: 0,
    cached: false,
  };
  return checkHandle({ ...whole, ...identity }, options);
}

describe('a handle is confirmed', () => {
  it.each<[string, Sources, string]>([
    ['by DNS', { dns: dns.names(did), https: { status: 500, text: '' } }, 'dns'],
    [
      'by DNS, whose records may be split',
      { dns: async () => [['spf'], ['did=did:plc:', did.slice(8)]] },
      'dns',
    ],
    ['by https', { dns: dns.hasNone, https: { text: ` ${did}\n` } }, 'https'],
    [
      'by DNS that answers after https named another account',
      { dns: dns.namesLate(did), https: { text: other } },
      'dns',
    ],
    ['by https while DNS keeps silent', { dns: dns.hangs, https: { text: did } }, 'https'],
    ['by the AppView when neither knows it', { appview: appview.names(did) }, 'appview'],
    [
      'by the AppView when neither can be asked',
      { dns: dns.isDown, https: { text: '<html>' }, appview: appview.names(did) },
      'appview',
    ],
    ['by https when DNS contradicts itself', { dns: dns.namesTwo, https: { text: did } }, 'https'],
  ])('%s', async (_, sources, by) => {
    expect(await check(sources)).toEqual({ state: 'confirmed', by });
  });
});

describe('a handle is wrong', () => {
  const elsewhere = (by: string) => `handle does not point back: by ${by} it leads to ${other}`;
  it.each<[string, Sources, string]>([
    [
      'when DNS names another account, whatever https says later',
      { dns: dns.names(other), https: (_, response) => void setImmediate(() => response.end(did)) },
      elsewhere('DNS'),
    ],
    ['when https names another account', { https: { text: other } }, elsewhere('https')],
    ['when the AppView names another account', { appview: appview.names(other) }, elsewhere('the AppView')],
    ['when nobody knows it', {}, 'handle does not resolve to any account'],
    [
      'when DNS names two accounts and nobody else one',
      { dns: dns.namesTwo },
      'handle does not resolve to any account: DNS names more than one',
    ],
    [
      'when DNS and https have none and the AppView is down',
      { appview: appview.isDown },
      'handle does not resolve to any account',
    ],
    [
      'when only the AppView can be asked and does not know it',
      { dns: dns.isDown },
      'handle does not resolve to any account',
    ],
  ])('%s', async (_, sources, reason) => {
    expect(await check(sources)).toEqual({ state: 'wrong', reason });
  });

  it('when the document names none', async () => {
    expect(await check({ dns: dns.names(did) }, { handle: undefined })).toEqual({
      state: 'wrong',
      reason: 'DID document names no handle',
    });
    expect(service.asked).toEqual([]);
  });

  it.each<[Sources, string]>([
    [{ dns: dns.names(did) }, 'confirmed by DNS'],
    [{}, 'handle does not resolve to any account'],
  ])('when the document names another than the one that was asked for', async (sources, standing) => {
    expect(await check(sources, {}, { asked: 'old.example.com' })).toEqual({
      state: 'wrong',
      reason: `DID document names another handle: ${handle} (${standing})`,
    });
  });

  it('but not when it was asked for in capitals, or by DID', async () => {
    for (const asked of ['Alice.Example.COM', did])
      expect(await check({ dns: dns.names(did) }, {}, { asked })).toEqual({ state: 'confirmed', by: 'dns' });
  });
});

describe('a handle that nobody can tell about', () => {
  it('says who did not answer', async () => {
    expect(await check({ dns: dns.isDown, appview: appview.isDown })).toEqual({
      state: 'unknown',
      reason: `DNS did not answer; ${handle} answered 404; av.test: it is down`,
    });
  });

  it('is not waited for longer than five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = deferred();
    const closed = deferred();
    const checking = check({
      dns: dns.hangs,
      https: (request) => {
        request.socket.once('close', () => closed.resolve());
        asked.resolve();
      },
      appview: appview.hangs,
    });
    await asked.promise;
    await vi.advanceTimersByTimeAsync(5000);
    expect(await checking).toEqual({
      state: 'unknown',
      reason: `DNS did not answer; ${handle} did not answer; the AppView did not answer`,
    });
    await closed.promise;
  });
});

describe('what each way said', () => {
  const account = (said: string) => ({ said: 'did', did: said });
  const none = expect.objectContaining({ said: 'none' });
  const nothing = expect.objectContaining({ said: 'nothing' });
  const refused = () =>
    Promise.reject(
      new XrpcError({
        failure: 'refused',
        service: 'av.test',
        nsid: 'x',
        message: 'it is a private address',
      }),
    );

  it.each<[string, Sources, HandleCheck['state'], object]>([
    [
      'all agree',
      { dns: dns.names(did), https: { text: did }, appview: appview.names(did) },
      'confirmed',
      { dns: account(did), https: account(did), appview: account(did) },
    ],
    [
      'https names another account',
      { dns: dns.names(did), https: { text: other }, appview: appview.names(did) },
      'confirmed',
      { dns: account(did), https: account(other), appview: account(did) },
    ],
    [
      'DNS names another account, after https',
      { dns: dns.namesLate(other), https: { text: did }, appview: appview.names(did) },
      'confirmed',
      { dns: account(other), https: account(did), appview: account(did) },
    ],
    [
      'the AppView still has the account before',
      { dns: dns.names(did), appview: appview.names(other) },
      'confirmed',
      { dns: account(did), https: none, appview: account(other) },
    ],
    [
      'DNS names two accounts',
      { dns: dns.namesTwo, https: { text: did } },
      'confirmed',
      { dns: { said: 'several', dids: [did, other] }, https: account(did), appview: none },
    ],
    [
      'DNS and the AppView are down, and the host has no such file',
      { dns: dns.isDown, appview: appview.isDown },
      'unknown',
      {
        dns: { said: 'nothing', reason: 'DNS did not answer' },
        https: { said: 'none', reason: `${handle} answered 404` },
        appview: { said: 'nothing', reason: 'av.test: it is down' },
      },
    ],
    [
      'the AppView was not contacted by the rule for hosts',
      { dns: dns.names(did), appview: refused },
      'confirmed',
      { dns: account(did), https: none, appview: { said: 'refused', reason: 'it is a private address' } },
    ],
  ])('%s', async (_, sources, state, ways) => {
    expect(await wholeCheck(sources)).toMatchObject({ state, ways });
  });

  it('is not waited for longer than five seconds, though the handle stands confirmed at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const confirmed = deferred();
    const asked = deferred();
    const whole = wholeCheck(
      { dns: dns.names(did), https: () => asked.resolve(), appview: appview.hangs },
      {},
      {
        onVerdict: ({ state, ways }) => {
          expect(state).toBe('confirmed');
          expect(ways).toMatchObject({
            dns: account(did),
            https: { said: 'asked' },
            appview: { said: 'asked' },
          });
          confirmed.resolve();
        },
      },
    );
    await Promise.all([confirmed.promise, asked.promise]);
    await vi.advanceTimersByTimeAsync(5000);
    expect((await whole).ways).toEqual({ dns: account(did), https: nothing, appview: nothing });
  });

  it('is "not asked" where no name server can know it', async () => {
    const { ways } = await wholeCheck({ appview: appview.names(did) }, { handle: 'alice.test' });
    const notAsked = expect.objectContaining({ said: 'not asked' });
    expect(ways).toEqual({ dns: notAsked, https: notAsked, appview: account(did) });
  });
});

describe('a handle of a test network', () => {
  it('is asked for at the AppView only', async () => {
    const askDns = vi.fn(dns.hangs);
    const found = await check({ dns: askDns, appview: appview.names(did) }, { handle: 'alice.test' });
    expect(found).toEqual({ state: 'confirmed', by: 'appview' });
    expect(askDns).not.toHaveBeenCalled();
    expect(service.asked).toEqual([]);
  });

  it('is wrong when the AppView does not know it', async () => {
    expect(await check({}, { handle: 'alice.localhost' })).toMatchObject({ state: 'wrong' });
    expect(await check({ appview: appview.isDown }, { handle: 'alice.test' })).toEqual({
      state: 'unknown',
      reason: 'av.test: it is down',
    });
  });
});

describe('a check that is aborted', () => {
  it('rejects at once, and ends what it was asking', async () => {
    const asked = deferred();
    const closed = deferred();
    const leaving = new AbortController();
    const checking = check(
      {
        dns: dns.hangs,
        https: (request) => {
          request.socket.once('close', () => closed.resolve());
          asked.resolve();
        },
      },
      {},
      { signal: leaving.signal },
    );
    await asked.promise;
    leaving.abort();
    await expect(checking).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;
  });

  it('asks nobody when it was aborted before', async () => {
    const checking = check({}, {}, { signal: AbortSignal.abort() });
    await expect(checking).rejects.toMatchObject({ name: 'AbortError' });
    expect(service.asked).toEqual([]);
  });
});
