import { describe, expect, it } from 'vitest';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { readDidDocument } from '../../../src/atproto/identity/did-document.js';

const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const key = 'zQ3shXjHeiBuRCKmM36cuYnm7YEMzhGnCmCyW92sRJ9pribSF';

const whole = {
  '@context': ['https://www.w3.org/ns/did/v1'],
  id: did,
  alsoKnownAs: ['at://alice.test'],
  verificationMethod: [{ id: `${did}#atproto`, type: 'Multikey', controller: did, publicKeyMultibase: key }],
  service: [
    { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://pds.example.com' },
  ],
};

const read = (changes: Record<string, unknown>) => readDidDocument({ ...whole, ...changes }, did, 'plc.test');

describe('a DID document', () => {
  it('names the handle, the PDS and the signing key', () => {
    expect(read({})).toEqual({
      did,
      handle: 'alice.test',
      pds: 'https://pds.example.com',
      signingKey: key,
      document: whole,
    });
  });

  it.each<[unknown, string | undefined]>([
    [['https://alice.test', 'at://Alice.Test', 'at://other.test'], 'alice.test'],
    [['at://no_handle', 'at://second.test'], 'second.test'],
    [['at://alice.test/app.bsky.feed.post', 'at://alice.test?x'], undefined],
    [[null, 1, { at: 'at://' }, 'at://alice.test'], 'alice.test'],
    [[], undefined],
    ['at://alice.test', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('with alsoKnownAs %j claims the handle %s', (alsoKnownAs, handle) => {
    expect(read({ alsoKnownAs }).handle).toBe(handle);
  });

  const pds = (id: unknown, type: unknown, serviceEndpoint: unknown) => ({ id, type, serviceEndpoint });
  const type = 'AtprotoPersonalDataServer';
  it.each<[unknown, string | undefined]>([
    [[pds(`${did}#atproto_pds`, type, 'https://a.example/')], 'https://a.example'],
    [[pds('#atproto_pds', [type], 'http://localhost:2583')], 'http://localhost:2583'],
    [[pds('#atproto_pds', 'Other', 'https://a.example')], undefined],
    [
      [pds('#other', type, 'https://a.example'), pds('#atproto_pds', type, 'https://b.example')],
      'https://b.example',
    ],
    [[pds('did:plc:other#atproto_pds', type, 'https://a.example')], 'https://a.example'],
    [[pds('x#y#atproto_pds', type, 'https://a.example')], 'https://a.example'],
    [[pds('atproto_pds', type, 'https://a.example')], undefined],
    [[pds('#Atproto_pds', type, 'https://a.example')], undefined],
    [[pds('#my_atproto_pds', type, 'https://a.example')], undefined],
    [[pds('#atproto_pds', type, 'HTTPS://A.Example:443/')], 'https://a.example'],
    [[pds('#atproto_pds', type, 'https://:word@a.example')], undefined],
    [[pds('#atproto_pds', type, 'https://a.example/path')], undefined],
    [[pds('#atproto_pds', type, 'https://user@a.example')], undefined],
    [[pds('#atproto_pds', type, 'ftp://a.example')], undefined],
    [[pds('#atproto_pds', type, 'not a url')], undefined],
    [[pds('#atproto_pds', type, { uri: 'https://a.example' })], undefined],
    [[null, 'text', 5, [], pds(7, {}, null)], undefined],
    [{ id: '#atproto_pds' }, undefined],
    [undefined, undefined],
  ])('with the service %j has the PDS %s', (service, origin) => {
    expect(read({ service }).pds).toBe(origin);
  });

  // The same key in both encodings: atproto.com/specs/did, “Legacy Representation”.
  const legacy = 'zQYEBzXeuTM9UR3rfvNag6L3RNAs5pQZyYPsomTsgQhsxLdEgCrPTLgFna8yqCnxPpNT7DBk6Ym3dgPKNu86vt9GR';
  const method = (changes: Record<string, unknown>) => ({ ...whole.verificationMethod[0], ...changes });
  const legacyP256 =
    'zNqgvwTi3dQXj93L8DXwdmPWrMKyJxttJvbysF7RK6Hwf6E3e2PqsWP1ouR8AuYYMxuRPP9rc7PZqs3k6zqN6cSUA';
  const p256 = 'zDnaenG52qfpmnv36Zc8Zy1Z5DoxLVjBqf52e2NCL43f4fe14';
  /** The same bytes as `p256` under a multicodec prefix that is no curve of atproto. */
  const foreign = 'zDtNK3FcSDxhVwySZU91bLupVsJ6dYupMr1ame3qdWuFYwxjx';
  it.each<[string, unknown, string | undefined]>([
    ['with a relative id', [method({ id: '#atproto' })], key],
    [
      'of the legacy type',
      [method({ type: 'EcdsaSecp256k1VerificationKey2019', publicKeyMultibase: legacy })],
      key,
    ],
    [
      'of the legacy type for P-256',
      [method({ type: 'EcdsaSecp256r1VerificationKey2019', publicKeyMultibase: legacyP256 })],
      p256,
    ],
    ['of another curve', [method({ publicKeyMultibase: foreign })], undefined],
    ['of the first valid one', [method({ type: 'Multikey', publicKeyMultibase: 'z1' }), method({})], key],
    ['that is for labels', [method({ id: '#atproto_label' })], undefined],
    ['of another controller', [method({ controller: 'did:plc:other' })], undefined],
    ['of an unknown type', [method({ type: 'Ed25519VerificationKey2020' })], undefined],
    ['in another base', [method({ publicKeyMultibase: `m${key.slice(1)}` })], undefined],
    [
      'that is an Ed25519 key',
      [method({ publicKeyMultibase: 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' })],
      undefined,
    ],
    ['cut short', [method({ publicKeyMultibase: key.slice(0, -3) })], undefined],
    ['with a letter base58 lacks', [method({ publicKeyMultibase: `${key.slice(0, -1)}0` })], undefined],
    ['without end', [method({ publicKeyMultibase: `z${'1'.repeat(100_000)}` })], undefined],
    [
      'that is nothing',
      [method({ publicKeyMultibase: 'z' }), method({ publicKeyMultibase: null }), null],
      undefined,
    ],
  ])('reads a signing key %s', (_, verificationMethod, expected) => {
    expect(read({ verificationMethod }).signingKey).toBe(expected);
  });
});

describe('what is no document of the account', () => {
  it.each<[unknown, string]>([
    [null, `What plc.test sent for ${did} is not a DID document`],
    [[], 'is not a DID document'],
    ['text', 'is not a DID document'],
    [{}, 'has no id'],
    [{ id: 5 }, 'has no id'],
    [{ id: 'did:plc:other' }, 'plc.test sent the DID document of another account: did:plc:other instead of'],
    [{ id: did.toUpperCase() }, 'of another account'],
  ])('%j is a malformed answer', (json, message) => {
    let thrown: unknown;
    try {
      readDidDocument(json, did, 'plc.test');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(XrpcError);
    expect(thrown).toMatchObject({ failure: 'malformed', service: 'plc.test', nsid: 'did document' });
    expect((thrown as XrpcError).message).toContain(message);
  });
});
