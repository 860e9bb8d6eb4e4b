import type { DpopKey } from '../../../keep/stored-session.js';
import { TOKEN_CALL } from '../../calls/secrets.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import type { SessionAccount, StoredSession } from '../session.js';
import { isToken } from '../session-service.js';
import type { LibrarySession } from './oauth-library.js';
import { accessOf } from './scopes.js';

export interface GrantOf {
  /** Whose it is, and where the account is. */
  readonly session: Omit<SessionAccount, 'access'> & Pick<StoredSession, 'given'>;
  readonly clientId: string;
}

/** What is kept of a grant. Throws a `malformed` XrpcError where its tokens cannot be used. */
export function grantedSession(
  { dpopKey, tokenSet }: LibrarySession,
  { session, clientId }: GrantOf,
): StoredSession {
  const { access_token: accessJwt, refresh_token: refreshJwt, iss: issuer, scope } = tokenSet;
  const { did, handle, pds, given, since, state } = session;
  if (!isToken(accessJwt)) throw unusable(issuer, 'access token');
  if (!isToken(refreshJwt)) throw unusable(issuer, 'refresh token');
  const key = dpopKeyIn(dpopKey);
  if (key === undefined) throw unusable(issuer, 'proof for keys of P-256');
  return {
    did,
    handle,
    pds,
    given,
    since,
    state,
    access: accessOf(scope),
    accessJwt,
    refreshJwt,
    oauth: { issuer, clientId, scope, dpopKey: key },
  };
}

/** The one kind of key that each server has to know (atproto.com/specs/oauth, “DPoP”). */
function dpopKeyIn(key: LibrarySession['dpopKey']): DpopKey | undefined {
  if (key.kty !== 'EC' || key.crv !== 'P-256' || key.alg !== 'ES256') return undefined;
  const { x, y, d } = key;
  return { kty: 'EC', crv: 'P-256', alg: 'ES256', x, y, d };
}

function unusable(issuer: string, what: string): XrpcError {
  const { host } = new URL(issuer);
  return new XrpcError({
    failure: 'malformed',
    service: host,
    nsid: TOKEN_CALL,
    message: `${host} gave no ${what} that can be used`,
    tellsAll: true,
  });
}
