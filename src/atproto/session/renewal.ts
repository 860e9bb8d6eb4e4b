import { TOKEN_CALL } from '../calls/secrets.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { SessionAccount, StoredSession } from './session.js';
import type { RenewedSession } from './session-service.js';
import { handleOf } from './sign-in.js';

/** Milliseconds before its end at which an access token is renewed, so that it does not end on the way. */
const LEEWAY_MS = 60_000;

/** Whether an access token is to be renewed rather than sent; `end` in milliseconds since 1970, undefined where nobody knows. */
export function isEnding(end: number | undefined, now: number): boolean {
  return end !== undefined && end - LEEWAY_MS <= now;
}

/** What is to be done about an access token that is not to be used any more. */
export type RenewalStep =
  /** Another atscope signed out. */
  | { readonly kind: 'gone' }
  /** Another atscope renewed it. */
  | { readonly kind: 'renewed elsewhere'; readonly session: StoredSession }
  /** The PDS is to be asked, by the refresh token of this session. */
  | { readonly kind: 'ask'; readonly session: StoredSession };

/** Decides by what the store has, once nobody else can be renewing it; `isStoredEnding` is of the token in the store. */
export function renewalStep(
  refused: StoredSession,
  stored: StoredSession | undefined,
  isStoredEnding: boolean,
): RenewalStep {
  if (stored === undefined) return { kind: 'gone' };
  const isOther = stored.accessJwt !== refused.accessJwt;
  return { kind: isOther && !isStoredEnding ? 'renewed elsewhere' : 'ask', session: stored };
}

/** The session with the tokens that came for it. Throws a `malformed` XrpcError where they are said to be somebody else's. */
export function renewedSession(session: StoredSession, answer: RenewedSession): StoredSession {
  const { did } = session;
  if (answer.did !== undefined && answer.did !== did) throw otherDid(session, answer.did);
  return { ...session, ...answer, did, handle: handleOf(answer.handle, session.handle) };
}

/** Whether the PDS itself says that the refresh token is good no more, rather than that something failed. */
export function isRefusal(error: unknown): error is XrpcError {
  if (!(error instanceof XrpcError) || error.failure !== 'status') return false;
  const { status, error: name } = error;
  // Of OAuth one error says it; others are of a proof, or of a server that does not know atscope for the moment.
  if (error.nsid === TOKEN_CALL) return name === 'invalid_grant';
  return status === 401 || ((status === 400 || status === 403) && name !== undefined);
}

export function signedOutElsewhere({ handle, pds }: SessionAccount): XrpcError {
  return new XrpcError({
    failure: 'refused',
    service: new URL(pds).host,
    nsid: 'com.atproto.server.refreshSession',
    message: `@${handle} was signed out by another atscope`,
    tellsAll: true,
  });
}

function otherDid({ did, pds }: SessionAccount, answered: string): XrpcError {
  const { host } = new URL(pds);
  return new XrpcError({
    failure: 'malformed',
    service: host,
    nsid: 'com.atproto.server.refreshSession',
    message: `${host} renewed the session of ${answered} instead of that of ${did}`,
    tellsAll: true,
  });
}
