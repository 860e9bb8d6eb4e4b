import { expect, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { type Address, formatAddress, parseAddress, sameAddress } from '../../src/places/address.js';
import { hostAddress, hostOrigin, namedHost } from '../../src/places/host-address.js';
import { listingFor } from '../../src/places/listing-for.js';

function read(text: string): Address {
  const reading = parseAddress(text);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.address;
}

test.each([
  ['host:Bsky.Social', 'host:bsky.social', 'https://bsky.social'],
  ['host:https://bsky.social/', 'host:bsky.social', 'https://bsky.social'],
  ['host:bsky.social.', 'host:bsky.social', 'https://bsky.social'],
  ['host:pds.example.com:8443', 'host:pds.example.com:8443', 'https://pds.example.com:8443'],
  ['host:pds.example.com:443', 'host:pds.example.com', 'https://pds.example.com'],
  ['host:http://pds.example.com', 'host:http://pds.example.com', 'http://pds.example.com'],
  ['host:localhost:2583', 'host:localhost:2583', 'http://localhost:2583'],
  ['host:http://localhost:2583', 'host:localhost:2583', 'http://localhost:2583'],
  ['host:https://localhost:2583', 'host:https://localhost:2583', 'https://localhost:2583'],
  ['host:pds.internal', 'host:pds.internal', 'http://pds.internal'],
  ['host:127.1', 'host:127.0.0.1', 'http://127.0.0.1'],
  ['host:[::1]', 'host:[::1]', 'http://[::1]'],
  ['host:[::1]:2583', 'host:[::1]:2583', 'http://[::1]:2583'],
  ['HOST:bücher.example', 'host:xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
])('%s is %s, and is asked at %s', (text, written, origin) => {
  const address = read(text);
  expect(formatAddress(address)).toBe(written);
  expect(address.kind === 'host' && hostOrigin(address).origin).toBe(origin);
});

test.each([
  'host:',
  'host:a b',
  'host:alice@pds.example.com',
  'host:https://',
  'host:pds.example.com:99999',
  'host:ftp://pds.example.com',
  'host:pds.example.com/xrpc/_health',
  'host:a..b?c',
  'host:%00',
])('%s is no host', (text) => {
  expect(parseAddress(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/host/) });
});

test('its lists stand behind it, and lead out to it', () => {
  expect(read('host:relay.example.com/hosts/')).toEqual({ kind: 'hosts', host: 'relay.example.com' });
  expect(read('host:https://relay.example.com/repos')).toEqual({ kind: 'repos', host: 'relay.example.com' });
  expect(sameAddress(read('host:http://localhost/repos'), read('host:localhost/repos'))).toBe(true);
});

test('what another names leads to the host that it names, or to none', () => {
  expect(hostAddress('https://pds.example.com/some/path')).toEqual({ kind: 'host', host: 'pds.example.com' });
  for (const odd of ['', 'pds.example.com', 'ftp://pds.example.com', 'https://a@b.example', undefined])
    expect(hostAddress(odd)).toBeUndefined();
  for (const odd of ['', 'a/b', 'a b', '\u001b[31m', 'https://']) expect(namedHost(odd)).toBeUndefined();
});

test('a private host is refused by a client of the public network, which says what lets it through', async () => {
  await using client = publicClient();
  for (const text of [
    'host:localhost:2583',
    'host:169.254.169.254',
    'host:http://[::1]/repos',
    'host:router.local/hosts',
  ]) {
    const loaded = listingFor(read(text), { client, identity: undefined })?.load(undefined, {
      signal: new AbortController().signal,
    });
    await expect(loaded, text).rejects.toThrow(/private address.*`allowPrivateHosts` in settings\.json/);
  }
  const plain = listingFor(read('host:http://pds.example.com/repos'), { client, identity: undefined });
  await expect(plain?.load(undefined, { signal: new AbortController().signal })).rejects.toThrow(/not https/);
});

function publicClient() {
  const client = createClient({ appview: 'https://appview.example.com', plc: 'https://plc.example.com' });
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}
