import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DpopNonces } from '../../../../src/atproto/session/dpop-nonces.js';
import { dpop, dpopProof } from '../../../../src/atproto/session/oauth/dpop-credentials.js';
import type { OAuthSession } from '../../../../src/atproto/session/oauth-session.js';
import type { DpopKey } from '../../../../src/keep/stored-session.js';

const { kty, crv, x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'jwk',
});
const key = { kty, crv, x, y, d, alg: 'ES256' } as DpopKey;

const url = new URL('https://pds.test/xrpc/a.b.c?d=e#f');

function read(proof: string) {
  const [header, claims, signature] = proof.split('.') as [string, string, string];
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey({ key: json(header).jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return { header: json(header), claims: json(claims), isSigned };
}

describe('a proof', () => {
  test('is signed by the key, which it names without what is secret', () => {
    const { header, isSigned } = read(dpopProof(key, { method: 'GET', url, nonce: undefined, token: 't' }));
    expect(header).toEqual({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } });
    expect(isSigned).toBe(true);
  });

  test('is for a method, an address without its query, a token, a nonce and a time', () => {
    const proof = dpopProof(key, { method: 'POST', url, nonce: 'n', token: 'token' }, 1_700_000_000_999);
    expect(read(proof).claims).toEqual({
      jti: expect.stringMatching(/^[\w-]{22}$/),
      htm: 'POST',
      htu: 'https://pds.test/xrpc/a.b.c',
      iat: 1_700_000_000,
      nonce: 'n',
      ath: createHash('sha256').update('token').digest('base64url'),
    });
  });

  test('is another one each time', () => {
    const proofs = [1, 2].map(() => dpopProof(key, { method: 'GET', url, nonce: undefined, token: 't' }));
    expect(new Set(proofs.map((proof) => read(proof).claims.jti)).size).toBe(2);
    expect(read(proofs[0]!).claims).not.toHaveProperty('nonce');
  });
});

test('the credentials of a session hide its tokens, its key and each proof', () => {
  const nonces = new DpopNonces();
  nonces.set('https://pds.test', 'first');
  const oauth = { issuer: 'https://pds.test', clientId: 'http://localhost', scope: 'atproto', dpopKey: key };
  const session = { accessJwt: 'access', refreshJwt: 'refresh', oauth } as OAuthSession;
  const credentials = dpop('https://pds.test', session, nonces);
  const first = credentials.headers('GET', url);
  expect(first.authorization).toBe('DPoP access');
  expect(read(first.dpop!).claims.nonce).toBe('first');
  nonces.hear('https://pds.test', { 'dpop-nonce': 'second' });
  const second = credentials.headers('GET', url);
  expect(read(second.dpop!).claims.nonce).toBe('second');
  expect(credentials.secrets).toEqual(['access', 'refresh', d, first.dpop, second.dpop]);
  expect(credentials.shown).not.toContain('access');
});

test.each([undefined, '', 'a b', 'a\r\nb', 'x'.repeat(2000)])('a nonce of %j is none', (nonce) => {
  const nonces = new DpopNonces();
  nonces.hear('https://pds.test', { 'dpop-nonce': nonce });
  expect(nonces.get('https://pds.test')).toBeUndefined();
});
