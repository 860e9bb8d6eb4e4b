import { expect, test } from 'vitest';
import { originOf, readServiceName } from '../../../src/atproto/methods/service-name.js';

test.each([
  ['bsky.network', 'bsky.network', 'https://bsky.network'],
  ['BSKY.Network:8443', 'bsky.network:8443', 'https://bsky.network:8443'],
  ['https://bsky.network/', 'bsky.network', 'https://bsky.network'],
  ['https://bsky.network:443', 'bsky.network', 'https://bsky.network'],
  ['http://localhost:2583', 'http://localhost:2583', 'http://localhost:2583'],
  ['localhost:2583', 'localhost:2583', 'https://localhost:2583'],
  ['PDS', 'pds', undefined],
  ['appview', 'appview', undefined],
  ['did:web:api.bsky.app#bsky_appview', 'did:web:api.bsky.app#bsky_appview', undefined],
  ['did:plc:a', 'did:plc:a', undefined],
])('%j is the service %j', (text, service, origin) => {
  expect(readServiceName(text)).toEqual({ ok: true, service });
  expect(originOf(service)?.origin).toBe(origin);
});

test.each([
  '',
  'appviews',
  'http://',
  'ftp://a.test',
  'a.test/path',
  'a.test?x',
  'https://user@a.test',
  'a b.test',
  'did:plc:a#',
  'did:plc:a#b#c',
  'did:',
  'http://a.test/xrpc',
])('%j is none, which is said in a sentence', (text) => {
  expect(readServiceName(text)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is not a service'),
  });
});
