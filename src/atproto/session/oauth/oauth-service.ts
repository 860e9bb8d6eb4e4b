import type { CallOptions } from '../../calls/call-options.js';
import type { HostPolicy } from '../../calls/host-policy.js';
import { TOKEN_CALL } from '../../calls/secrets.js';
import type { Transport } from '../../calls/transport.js';
import { XrpcError } from '../../calls/xrpc-error.js';
import type { DpopNonces } from '../dpop-nonces.js';
import type { OAuthSession } from '../oauth-session.js';
import type { StoredSession } from '../session.js';
import { grantedSession } from './granted-session.js';
import { REVOKE_CALL } from './oauth-calls.js';
import { oauthError } from './oauth-errors.js';
import { type LibrarySession, openLibrary } from './oauth-library.js';

export interface OAuthServiceDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly nonces: DpopNonces;
}

/** The session with new tokens. Throws an `XrpcError`: with the name `invalid_grant` where the sign-in is over. */
export async function renewGrant(
  deps: OAuthServiceDeps,
  session: OAuthSession,
  options?: CallOptions,
): Promise<StoredSession> {
  const library = resume(deps, session, session.accessJwt, options);
  const { did, oauth } = session;
  const before = library.sessions.get(did);
  let failure: unknown;
  try {
    await library.client.restore(did as LibraryDid, { refresh: true });
  } catch (error) {
    failure = oauthError(error, { nsid: TOKEN_CALL, host: hostOf(session), calls: library.calls });
  }
  const renewed = library.sessions.get(did);
  // The library asks for more once it has the new tokens: whatever becomes of that, the old ones are spent.
  if (renewed === undefined || renewed === before) {
    throw failure ?? new TypeError('the library kept no session');
  }
  return grantedSession(renewed, { session, clientId: oauth.clientId });
}

/** Ends a session at its authorization server. Throws where that did not do it. */
export async function endGrant(
  deps: OAuthServiceDeps,
  session: OAuthSession,
  options?: CallOptions,
): Promise<void> {
  // The library revokes the access token, which may have ended, and takes nobody's word for it then; the other one ends both.
  const { client, calls } = resume(deps, session, session.refreshJwt, options);
  const host = hostOf(session);
  try {
    await client.revoke(session.did as LibraryDid);
  } catch (error) {
    throw oauthError(error, { nsid: REVOKE_CALL, host, calls });
  }
  if (calls.failure !== undefined) throw calls.failure;
  const { lastStatus: status } = calls;
  if (calls.posts > 0 && status === 200) return;
  const what =
    calls.posts === 0 ? 'has no way to end a sign-in' : `answered ${status} to the end of the sign-in`;
  throw new XrpcError({
    failure: 'status',
    service: host,
    nsid: REVOKE_CALL,
    status: calls.posts === 0 ? undefined : status,
    message: `${host} ${what}`,
    tellsAll: true,
  });
}

/** The library with a session in it: who it was made by, to the letter, and at the PDS that it was made for. */
function resume(
  deps: OAuthServiceDeps,
  { did, handle, pds, given, oauth, refreshJwt }: OAuthSession,
  accessToken: string,
  { signal }: CallOptions = {},
) {
  const { issuer, clientId, scope, dpopKey } = oauth;
  const library = openLibrary({
    ...deps,
    given: given ? pds : undefined,
    issuer,
    signal,
    scope,
    clientId,
    findActor: async () => ({ did: did as LibraryDid, handle: handle as `${string}.${string}`, pds }),
  });
  library.sessions.set(did, {
    dpopKey,
    authMethod: { method: 'none' },
    tokenSet: {
      iss: issuer,
      sub: did as LibraryDid,
      aud: pds,
      scope: scope as LibrarySession['tokenSet']['scope'],
      access_token: accessToken,
      refresh_token: refreshJwt,
      token_type: 'DPoP',
    },
  });
  return library;
}

type LibraryDid = LibrarySession['tokenSet']['sub'];

const hostOf = ({ oauth }: OAuthSession): string => new URL(oauth.issuer).host;
