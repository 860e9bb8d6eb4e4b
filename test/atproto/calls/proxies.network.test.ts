import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer } from '../../../src/atproto/calls/credentials.js';
import { toCurl } from '../../../src/atproto/calls/curl.js';
import { hostPolicy } from '../../../src/atproto/calls/host-policy.js';
import { createJournal } from '../../../src/atproto/calls/journal.js';
import { createTransport } from '../../../src/atproto/calls/transport.js';
import { readProxies } from '../../../src/keep/proxies.js';
import { errorSentence } from '../../../src/text/error-sentence.js';
import { error, hang, json } from '../../faults/answers.js';
import { localhostCertificate } from '../../faults/localhost-certificate.js';
import { type ProxyOptions, startProxy, type TestProxy } from '../../faults/proxy.js';
import { type Service, startService } from '../../faults/service.js';

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([localhostCertificate.cert]));
afterAll(() => setDefaultCACertificates(trusted));

type Environment = Record<string, string>;

interface Caller extends AsyncDisposable {
  /** The status of the answer, or the sentence of the error. */
  get(url: string, policy?: 'configured' | 'stranger'): Promise<string>;
  /** What `x` and what is copied from it show of all calls. */
  shown(): string;
}

function callerIn(env: Environment, { timeoutMs = 10_000, allow = [] as string[] } = {}): Caller {
  const journal = createJournal();
  const policy = hostPolicy(['https://plc.directory'], { allow });
  const transport = createTransport({ journal, policy, timeoutMs, proxies: readProxies(env) });
  return {
    async get(url, asked = 'configured') {
      const target = new URL(url);
      const credentials = bearer(target.origin, 'a-token-of-mine');
      const call = { url: target, method: 'GET', nsid: 'a.b.c', policy: asked, credentials } as const;
      try {
        return String((await transport.send(call)).status);
      } catch (problem) {
        return errorSentence(problem);
      }
    },
    shown: () => JSON.stringify(journal.entries()) + journal.entries().map(toCurl).join('\n'),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

const at = ({ port }: Service, path = '') => `pds.behind.example:${port}${path}`;

/** With the user name and the password, where there are any. */
const named = ({ url }: TestProxy, user?: string) =>
  user === undefined ? url : url.replace('//', `//${user}@`);

describe.each<[string, ProxyOptions]>([
  ['an HTTP proxy', { kind: 'http' }],
  ['a proxy behind TLS', { kind: 'https' }],
  ['a SOCKS 5 proxy', { kind: 'socks5' }],
])('%s', (_name, options) => {
  test.each([
    ['https', 'https'],
    ['h2', 'https'],
    ['http', 'http'],
  ] as const)('leads to a server that speaks %s', async (speaks, scheme) => {
    await using service = await startService(json({}), { speaks });
    await using proxy = await startProxy(options);
    await using caller = callerIn({ ALL_PROXY: proxy.url });
    for (const path of ['/xrpc/a.b.c', '/xrpc/d?e=f']) {
      expect(await caller.get(`${scheme}://${at(service, path)}`)).toBe('200');
    }
    expect(service.asked).toEqual(['GET /xrpc/a.b.c', 'GET /xrpc/d?e=f']);
    expect(service.requests[0]?.headers.host ?? service.requests[0]?.headers[':authority']).toBe(at(service));
    // The token goes to the service, and what is for the proxy does not.
    expect(service.requests[0]?.headers.authorization).toBe('Bearer a-token-of-mine');
    const forwards = scheme === 'http' && options.kind !== 'socks5';
    expect(new Set(proxy.asked)).toEqual(
      new Set(
        forwards
          ? [`GET http://${at(service, '/xrpc/a.b.c')}`, `GET http://${at(service, '/xrpc/d?e=f')}`]
          : [`CONNECT ${at(service)}`],
      ),
    );
    expect(caller.shown()).toContain(`"via":"${proxy.host}"`);
  });

  test('keeps its connections for the calls that follow', async () => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy(options);
    await using caller = callerIn({ ALL_PROXY: proxy.url });
    for (let call = 0; call < 12; call += 1) expect(await caller.get(`https://${at(service)}`)).toBe('200');
    expect(service.requests).toHaveLength(12);
    // As many as undici opens for calls one after the other that leave no turn of the event loop between them.
    expect(proxy.asked.length).toBeLessThanOrEqual(2);
  });

  test('is told who one is, and nobody else is', async () => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy({ ...options, user: 'me:s3cr3t/word' });
    await using caller = callerIn({ ALL_PROXY: named(proxy, 'me:s3cr3t%2Fword') });
    expect(await caller.get(`https://${at(service)}`)).toBe('200');
    expect(service.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(caller.shown()).not.toMatch(/s3cr3t|bWU6/);
  });

  test.each([
    [undefined, 'asks for a user name and a password'],
    ['me:wr0ng', 'does not accept the user name and the password that it was given'],
  ])('that asks who one is and hears %s is named in the sentence, and no password is', async (user, words) => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy({ ...options, user: 'me:s3cr3t' });
    await using caller = callerIn({ ALL_PROXY: named(proxy, user) });
    const how = options.kind === 'socks5' ? 'SOCKS 5' : '407';
    expect(await caller.get(`https://${at(service)}`)).toBe(
      `The proxy ${proxy.host} (ALL_PROXY) ${words} (${how}), so ${at(service)} was not asked.`,
    );
    expect(caller.shown()).not.toContain('wr0ng');
  });

  test('that nobody listens at is what failed', async () => {
    const proxy = await startProxy(options);
    await proxy.close();
    await using caller = callerIn({ HTTPS_PROXY: proxy.url });
    expect(await caller.get('https://pds.behind.example')).toBe(
      `The proxy ${proxy.host} (HTTPS_PROXY) cannot be reached: the connection was refused, so pds.behind.example was not asked.`,
    );
  });

  test('that says nothing is what failed, and nothing stays open', async () => {
    await using proxy = await startProxy({ ...options, isSilent: true });
    await using caller = callerIn({ https_proxy: proxy.url }, { timeoutMs: 900 });
    expect(await caller.get('https://pds.behind.example')).toBe(
      `The proxy ${proxy.host} (https_proxy) did not answer in time, so pds.behind.example was not asked.`,
    );
    await expect.poll(() => proxy.open).toBe(0);
  });

  test('that hangs up is what failed', async () => {
    await using proxy = await startProxy({ ...options, hangsUp: true });
    await using caller = callerIn({ https_proxy: proxy.url });
    expect(await caller.get('https://pds.behind.example')).toMatch(
      new RegExp(
        `^The proxy ${proxy.host} \\(https_proxy\\) .*, so pds\\.behind\\.example was not asked\\.$`,
      ),
    );
  });

  test('whose name nobody has is what failed', async () => {
    await using caller = callerIn({ https_proxy: `${options.kind}://proxy.invalid:3128` });
    expect(await caller.get('https://pds.behind.example')).toMatch(
      /^The proxy proxy\.invalid:3128 \(https_proxy\) cannot be reached: .*name/,
    );
  });

  test('that is given up leaves nothing open', async () => {
    await using proxy = await startProxy({ ...options, isSilent: true });
    const caller = callerIn({ https_proxy: proxy.url });
    const call = caller.get('https://pds.behind.example');
    await expect.poll(() => proxy.open).toBeGreaterThan(0);
    await caller[Symbol.asyncDispose]();
    await call;
    await expect.poll(() => proxy.open).toBe(0);
  });

  test('that leads to a server which does not answer is named beside it', async () => {
    await using service = await startService(hang(), { speaks: 'https' });
    await using proxy = await startProxy(options);
    await using caller = callerIn({ https_proxy: proxy.url }, { timeoutMs: 1500 });
    expect(await caller.get(`https://${at(service)}`)).toBe(
      `${at(service)} did not answer in time: no full answer within 1.5 s through the proxy ${proxy.host} (a.b.c).`,
    );
  });

  test('does not make a certificate good that is not', async () => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy(options);
    await using caller = callerIn({ https_proxy: proxy.url });
    expect(await caller.get(`https://other.example:${service.port}`)).toMatch(
      /^other\.example:\d+ cannot be reached: its certificate is not accepted/,
    );
  });

  test('is not used for this machine, nor for what NO_PROXY names', async () => {
    await using secure = await startService(json({}), { speaks: 'https' });
    await using plain = await startService(json({}));
    await using proxy = await startProxy(options);
    await using caller = callerIn({ ALL_PROXY: proxy.url, NO_PROXY: '*.invalid' });
    expect(await caller.get(secure.origin)).toBe('200');
    expect(await caller.get(plain.origin)).toBe('200');
    expect(await caller.get(`https://pds.invalid:${secure.port}`)).toContain('no host has this name');
    expect(proxy.asked).toEqual([]);
    expect(caller.shown()).not.toContain('"via"');
  });
});

test('a proxy behind TLS is held against its own certificate, also where it asks in our place', async () => {
  await using service = await startService(json({}));
  await using proxy = await startProxy({ kind: 'https' });
  await using caller = callerIn({ http_proxy: proxy.url });
  expect(await caller.get(`http://other.example:${service.port}`)).toBe('200');
  setDefaultCACertificates([]);
  await using strict = callerIn({ ALL_PROXY: proxy.url });
  try {
    for (const scheme of ['http', 'https']) {
      expect(await strict.get(`${scheme}://other.example:${service.port}`)).toMatch(
        new RegExp(
          `^The proxy ${proxy.host} \\(ALL_PROXY\\) cannot be reached: its certificate is not accepted`,
        ),
      );
    }
  } finally {
    setDefaultCACertificates([localhostCertificate.cert]);
  }
});

test.each([
  [403, 'answered 403 when asked for a connection to pds.behind.example:443'],
  [502, 'answered 502 when asked for a connection to pds.behind.example:443'],
  [503, 'answered 503 when asked for a connection to pds.behind.example:443'],
  [301, 'answered 301 when asked for a connection to pds.behind.example:443'],
])('a proxy that answers %s in place of a tunnel is what failed', async (refuses, words) => {
  await using proxy = await startProxy({ refuses });
  await using caller = callerIn({ https_proxy: proxy.url });
  expect(await caller.get('https://pds.behind.example')).toBe(
    `The proxy ${proxy.host} (https_proxy) ${words}, so pds.behind.example was not asked.`,
  );
});

test.each([
  [1, 'general socks server failure'],
  [2, 'connection not allowed by ruleset'],
  [4, 'host unreachable'],
  [5, 'connection refused'],
])('a SOCKS proxy that replies %s is what failed', async (refuses, words) => {
  await using proxy = await startProxy({ kind: 'socks5', refuses });
  await using caller = callerIn({ https_proxy: proxy.url });
  expect(await caller.get('https://pds.behind.example')).toBe(
    `The proxy ${proxy.host} (https_proxy) gives no connection to pds.behind.example:443: ${words}, so pds.behind.example was not asked.`,
  );
});

test('a web server is no SOCKS proxy, and that is said', async () => {
  await using service = await startService(json({}));
  await using caller = callerIn({ https_proxy: `socks5://127.0.0.1:${service.port}` });
  expect(await caller.get('https://pds.behind.example')).toMatch(
    /^The proxy 127\.0\.0\.1:\d+ \(https_proxy\)/,
  );
});

describe('a proxy that asks in our place', () => {
  test('is told who one is', async () => {
    await using service = await startService(json({}));
    await using proxy = await startProxy({ user: 'me:s3cr3t' });
    await using caller = callerIn({ http_proxy: named(proxy, 'me:s3cr3t') });
    expect(await caller.get(`http://${at(service)}`)).toBe('200');
    expect(service.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(caller.shown()).not.toMatch(/s3cr3t|bWU6/);
  });

  test.each([
    [407, 'asks for a user name and a password (407)'],
    [502, 'answered 502 when asked for pds.behind.example'],
    [504, 'answered 504 when asked for pds.behind.example'],
  ])('and answers %s is what failed', async (refuses, words) => {
    await using proxy = await startProxy({ refuses });
    await using caller = callerIn({ http_proxy: proxy.url });
    expect(await caller.get('http://pds.behind.example')).toBe(
      `The proxy ${proxy.host} (http_proxy) ${words}, so pds.behind.example was not asked.`,
    );
  });

  test('gives on what a service says of itself', async () => {
    await using service = await startService(error(502, 'UpstreamFailure', 'In words'));
    await using proxy = await startProxy();
    await using caller = callerIn({ http_proxy: proxy.url });
    expect(await caller.get(`http://${at(service)}`)).toBe('502');
  });

  test('and is not there is what failed', async () => {
    const proxy = await startProxy();
    await proxy.close();
    await using caller = callerIn({ http_proxy: proxy.url });
    expect(await caller.get('http://pds.behind.example')).toBe(
      `The proxy ${proxy.host} (http_proxy) cannot be reached: the connection was refused, so pds.behind.example was not asked.`,
    );
  });
});

test('a variable that is no proxy is named, and nothing goes past it', async () => {
  await using service = await startService(json({}), { speaks: 'https' });
  await using caller = callerIn({ HTTPS_PROXY: 'socks4://me:s3cr3t@proxy' });
  expect(await caller.get('https://pds.behind.example')).toBe(
    'HTTPS_PROXY in the environment is not a proxy such as http://proxy.example:3128 or socks5://proxy.example:1080, so pds.behind.example was not asked.',
  );
  expect(await caller.get(service.origin)).toBe('200');
  expect(caller.shown()).not.toContain('s3cr3t');
});

describe('what a stranger names, behind a proxy that looks names up itself', () => {
  test.each([
    'https://10.0.0.5',
    'https://[::ffff:a00:5]',
    'https://intranet',
    'https://printer.local',
    'https://metadata.google.internal',
  ])('is held against how it is written: %s', async (url) => {
    await using proxy = await startProxy();
    await using caller = callerIn({ ALL_PROXY: proxy.url }, { allow: ['192.168.0.0/16'] });
    expect(await caller.get(url, 'stranger')).toBe(
      `${new URL(url).origin} was not contacted: it is a private address, and the configured services are public. ` +
        `\`allowPrivateHosts\` in settings.json lets it through by its name, since the proxy ${proxy.host} looks names up itself.`,
    );
    expect(proxy.asked).toEqual([]);
  });

  test('is let through by its name or its address', async () => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy();
    await using caller = callerIn({ ALL_PROXY: proxy.url }, { allow: ['*.internal', '10.0.0.0/8'] });
    for (const host of ['pds.internal', '10.0.0.5']) {
      expect(await caller.get(`https://${host}:${service.port}`, 'stranger')).toContain('certificate');
    }
    expect(await caller.get(`https://${at(service)}`, 'stranger')).toBe('200');
  });

  test('is this machine only where it is let through, and then without the proxy', async () => {
    await using service = await startService(json({}), { speaks: 'https' });
    await using proxy = await startProxy();
    await using strict = callerIn({ ALL_PROXY: proxy.url });
    expect(await strict.get(service.origin, 'stranger')).toContain('it is a private address');
    await using caller = callerIn({ ALL_PROXY: proxy.url }, { allow: ['localhost'] });
    expect(await caller.get(service.origin, 'stranger')).toBe('200');
    expect(proxy.asked).toEqual([]);
  });
});
