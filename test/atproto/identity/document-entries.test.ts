import { describe, expect, test } from 'vitest';
import { entryLine, readPds, readSigningKey } from '../../../src/atproto/identity/document-entries.js';

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const type = 'AtprotoPersonalDataServer';
const pds = (serviceEndpoint: unknown) => ({ id: '#atproto_pds', type, serviceEndpoint });

describe('a PDS that cannot be called is refused for a reason', () => {
  test.each([
    ['https://pds.example.com/?ref=1', 'it has a query'],
    ['https://pds.example.com/xrpc', 'it has a path'],
    ['https://pds.example.com//', 'it has a path'],
    ['https://pds.example.com/#here', 'it has a fragment'],
    ['https://me@pds.example.com', 'it has a user name or a password'],
    ['https://:word@pds.example.com', 'it has a user name or a password'],
    ['ftp://pds.example.com', 'it is ftp: and not https:'],
    ['did:web:pds.example.com', 'it is did: and not https:'],
    ['pds.example.com', 'it is not a URL'],
    ['https://', 'it is not a URL'],
    ['', 'it has no endpoint'],
    [null, 'it has no endpoint'],
    [['https://pds.example.com'], 'its endpoint is a list'],
    [{ uri: 'https://pds.example.com' }, 'its endpoint is not a text'],
    [7, 'its endpoint is not a text'],
  ])('%j', (endpoint, why) => {
    const { value, refused } = readPds({ service: [pds(endpoint)] });
    expect(value).toBeUndefined();
    expect(refused?.why).toBe(why);
  });

  test('by its type, and where the services are no list', () => {
    const other = { ...pds('https://a.example'), type: 'Other' };
    expect(readPds({ service: [other] }).refused?.why).toBe(`its type is not ${type}`);
    expect(readPds({ service: pds('https://a.example') }).refused?.why).toBe('“service” is not a list');
  });

  test('unless another entry can be called; and where there is none, none is refused', () => {
    const service = [pds('https://a.example/x'), pds('https://b.example:443/')];
    expect(readPds({ service })).toEqual({ value: 'https://b.example' });
    for (const none of [undefined, null, [], [{ id: 'atproto_pds', type }]]) {
      expect(readPds({ service: none })).toEqual({});
    }
  });
});

test.each([
  [{ controller: 'did:plc:other' }, 'it is under the control of another DID'],
  [{ controller: did, type: 'Ed25519VerificationKey2020' }, 'it is no key of P-256 or K-256'],
])('a signing key is refused for a reason: %j', (changes, why) => {
  const method = { id: 'did:plc:x#atproto', type: 'Multikey', publicKeyMultibase: 'z6Mk', ...changes };
  expect(readSigningKey({ verificationMethod: [method] }, did).refused?.why).toBe(why);
});

test.each([
  [
    { id: `${did}#bsky_fg`, type: 'BskyFeedGenerator', serviceEndpoint: 'https://f' },
    '#bsky_fg BskyFeedGenerator https://f',
  ],
  [
    { id: 'did:plc:x#mod', type: ['A', 'B'], serviceEndpoint: ['https://f'] },
    'did:plc:x#mod A B ["https://f"]',
  ],
  [{ id: 'plain', serviceEndpoint: { a: 1 } }, 'plain {"a":1}'],
  [{ type: 'X' }, 'without an id X'],
])('an entry is called by its id, whatever it looks like: %j', (entry, line) => {
  expect(entryLine(entry, did)).toBe(line);
});
