import { createHash, createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { DpopKey } from '../../../keep/stored-session.js';
import type { Credentials } from '../../calls/credentials.js';
import { HIDDEN } from '../../calls/secrets.js';
import type { DpopNonces } from '../dpop-nonces.js';
import type { OAuthSession } from '../oauth-session.js';

/** The access token of a session, with a proof for each attempt (RFC 9449). */
export function dpop(origin: string, session: OAuthSession, nonces: DpopNonces): Credentials {
  const { accessJwt, refreshJwt, oauth } = session;
  const secrets = [accessJwt, refreshJwt, oauth.dpopKey.d];
  return {
    origin,
    shown: `DPoP ${HIDDEN}`,
    headers(method, url) {
      const proof = dpopProof(oauth.dpopKey, { method, url, nonce: nonces.get(origin), token: accessJwt });
      secrets.push(proof);
      return { authorization: `DPoP ${accessJwt}`, dpop: proof };
    },
    secrets,
  };
}

export interface ProofOf {
  readonly method: string;
  readonly url: URL;
  readonly nonce: string | undefined;
  /** The access token that it goes with. */
  readonly token: string;
}

/** Proves that who makes a call has the key (RFC 9449, 4.2): for this method and address, and once. */
export function dpopProof(key: DpopKey, { method, url, nonce, token }: ProofOf, now = Date.now()): string {
  const { kty, crv, x, y } = key;
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = {
    jti: randomBytes(16).toString('base64url'),
    htm: method,
    htu: url.origin + url.pathname,
    iat: Math.floor(now / 1000),
    ...(nonce !== undefined && { nonce }),
    ath: createHash('sha256').update(token).digest('base64url'),
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key: keyObject(key), dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

const OPENED = new WeakMap<DpopKey, KeyObject>();

/** Opened once: that takes half as long as a signature. */
function keyObject(key: DpopKey): KeyObject {
  let opened = OPENED.get(key);
  if (opened === undefined) {
    const { kty, crv, x, y, d } = key;
    opened = createPrivateKey({ key: { kty, crv, x, y, d }, format: 'jwk' });
    OPENED.set(key, opened);
  }
  return opened;
}
