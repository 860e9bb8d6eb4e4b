import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProxies } from '../../../src/keep/proxies.js';
import { localhostCertificate } from '../../faults/localhost-certificate.js';
import { type ProxyOptions, startProxy } from '../../faults/proxy.js';
import type { JetstreamVersion } from '../../network/jetstream-event.js';
import { startJetstream } from '../../network/jetstream-server.js';
import { useSeededNetwork } from '../../network/seeded-network.js';
import { follow } from '../../support/streams/recorder.js';

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([localhostCertificate.cert]));
afterAll(() => setDefaultCACertificates(trusted));

/** The same stream under a name of the public network, which only the proxies of tests know. */
function renamed(url: string): string {
  const { port, pathname } = new URL(url);
  return `ws://jetstream.behind.example:${port}${pathname}`;
}

/** The same behind TLS. */
async function secured(url: string): Promise<{ readonly url: string } & Disposable> {
  const { port } = new URL(url);
  const server = createServer(localhostCertificate, (socket) => {
    const behind = connect(Number(port), '127.0.0.1');
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('error', () => behind.destroy()).on('close', () => behind.destroy());
    socket.pipe(behind).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const outside = new URL(renamed(url));
  outside.protocol = 'wss:';
  outside.port = String((server.address() as AddressInfo).port);
  return { url: outside.href, [Symbol.dispose]: () => void server.close() };
}

describe.each<ProxyOptions['kind']>(['http', 'https', 'socks5'])('through a proxy by %s', (kind) => {
  test.each<JetstreamVersion>([1, 2])('a Jetstream of version %s comes over ws and wss', async (version) => {
    await using jetstream = await startJetstream({ version });
    using behindTls = await secured(jetstream.url);
    for (const url of [renamed(jetstream.url), behindTls.url]) {
      const isSecure = url.startsWith('wss:');
      await using proxy = await startProxy({ kind, user: 'me:s3cr3t' });
      await using other = await startProxy({ kind, refuses: 1 });
      const given = proxy.url.replace('//', '//me:s3cr3t@');
      const [http_proxy, https_proxy] = isSecure ? [other.url, given] : [given, other.url];
      using stream = follow([url], undefined, { proxies: readProxies({ http_proxy, https_proxy }) });
      await stream.connected();
      await jetstream.flood({ total: 300 });
      await stream.recorder.until(() => stream.recorder.received.length >= 300);
      // A file that goes with a stream is fetched by the same way.
      expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(url).host}`]));
      expect(other.asked).toEqual([]);
    }
  });

  test('the firehose of a PDS comes', async () => {
    const network = await useSeededNetwork();
    await using proxy = await startProxy({ kind });
    const url = renamed(`${network.pds}/xrpc/com.atproto.sync.subscribeRepos`);
    using stream = follow([url], undefined, { proxies: readProxies({ ALL_PROXY: proxy.url }) });
    await stream.connected();
    expect(proxy.asked).toEqual([`CONNECT ${new URL(url).host}`]);
  });

  test('that does not do it is named in the reason, and its password is not', async () => {
    await using proxy = await startProxy({ kind, user: 'me:s3cr3t' });
    const proxies = readProxies({ https_proxy: proxy.url.replace('//', '//me:wr0ng@') });
    using stream = follow(['wss://jetstream.behind.example/subscribe'], undefined, { proxies });
    const named = `the proxy ${proxy.host} (https_proxy) does not accept the user name and the password`;
    await stream.recorder.until(() => JSON.stringify(stream.recorder.statuses).includes(named));
    expect(JSON.stringify(stream.recorder.statuses)).not.toMatch(/wr0ng|s3cr3t/);
  });

  test('that says nothing is named in the reason, and nothing stays open at the end', async () => {
    await using proxy = await startProxy({ kind, isSilent: true });
    const proxies = readProxies({ https_proxy: proxy.url });
    const timings = { handshakeMs: 600 };
    const stream = follow(['wss://jetstream.behind.example/subscribe'], undefined, { proxies, timings });
    const named = `the proxy ${proxy.host} (https_proxy) did not answer in time`;
    await stream.recorder.until(() => JSON.stringify(stream.recorder.statuses).includes(named));
    stream[Symbol.dispose]();
    await expect.poll(() => proxy.open).toBe(0);
  });
});

test('a variable that is no proxy is named in the reason, and nothing goes past it', async () => {
  await using jetstream = await startJetstream({ version: 2 });
  const proxies = readProxies({ HTTP_PROXY: 'gopher://me:s3cr3t@proxy' });
  using stream = follow([renamed(jetstream.url)], undefined, { proxies });
  const named = 'HTTP_PROXY in the environment is not a proxy';
  await stream.recorder.until(() => JSON.stringify(stream.recorder.statuses).includes(named));
  expect(JSON.stringify(stream.recorder.statuses)).not.toContain('s3cr3t');
});

test('a stream of this machine, and one that NO_PROXY names, goes through none', async () => {
  await using jetstream = await startJetstream({ version: 2 });
  await using proxy = await startProxy();
  using stream = follow([jetstream.url], undefined, { proxies: readProxies({ all_proxy: proxy.url }) });
  await stream.connected();
  const proxies = readProxies({ all_proxy: proxy.url, no_proxy: 'localhost.example,.invalid' });
  using other = follow(['wss://jetstream.invalid/subscribe'], undefined, { proxies });
  await other.recorder.until(() => JSON.stringify(other.recorder.statuses).includes('no host has this name'));
  expect(proxy.asked).toEqual([]);
});
