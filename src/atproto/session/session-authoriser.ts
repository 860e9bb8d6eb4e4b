import {
  type Authoriser,
  type Destination,
  sendTo,
  type XrpcAnswer,
  type XrpcCall,
} from '../calls/authoriser.js';
import { bearer, type Credentials } from '../calls/credentials.js';
import type { HostPolicy } from '../calls/host-policy.js';
import { errorName } from '../calls/status-error.js';
import type { Transport } from '../calls/transport.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { DpopNonces } from './dpop-nonces.js';
import { isOAuth } from './oauth-session.js';
import type { SessionTokens } from './renewals.js';
import type { StoredSession } from './session.js';
import { checkSecretPlace, policyOf } from './session-place.js';

export interface SessionAuthoriserDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly tokens: SessionTokens;
  readonly nonces: DpopNonces;
  /** The service that the PDS shall ask, as `<did>#<service>`; undefined: the one that it asks by itself. */
  readonly proxy: string | undefined;
  /** What else goes with each call to the PDS. */
  readonly headers?: Destination['headers'];
  /**
   * Who is asked where nobody is signed in, or the PDS does not speak for the account (any more). Without it, what only an
   * account itself may ask is refused with the name `AuthMissing`, and the refusal of the PDS is the answer.
   */
  readonly otherwise?: Authoriser | undefined;
}

/**
 * Calls as the account in use: through its own PDS, with its access token, which is renewed where it is about to end or the
 * PDS says that it has ended. Throws an `XrpcError` with the name `ScopeMissingError` where the sign-in was not granted the call.
 */
export function createSessionAuthoriser({
  transport,
  policy,
  tokens,
  nonces,
  proxy,
  headers,
  otherwise,
}: SessionAuthoriserDeps): Authoriser {
  async function through(session: StoredSession, call: XrpcCall): Promise<XrpcAnswer> {
    checkSecretPlace(session, policy);
    const origin = new URL(session.pds);
    const destination = {
      origin,
      headers: { ...headers, ...(proxy !== undefined && { 'atproto-proxy': proxy }) },
      policy: policyOf(session),
      credentials: await credentialsOf(session, nonces),
    };
    const answer = await sendTo(transport, destination, call);
    if (!isOAuth(session)) return answer;
    nonces.hear(origin.origin, answer.headers);
    if (!wantsNonce(answer)) return answer;
    // What it wants is in the answer, and nothing was done: that is how a PDS hands out the first one, and each new one.
    const again = await sendTo(transport, destination, call);
    nonces.hear(origin.origin, again.headers);
    return again;
  }

  /** Who is not granted a query may still see of the answer what everybody may; else the error says what lacks. */
  async function granted(session: StoredSession, call: XrpcCall, answer: XrpcAnswer): Promise<XrpcAnswer> {
    if (!isOAuth(session) || !isScopeMissing(answer)) return answer;
    const seen = call.method === 'GET' ? await otherwise?.send(call) : undefined;
    if (seen?.status === 200) return seen;
    const { scopeMissing } = await import('./oauth/scope-missing.js');
    throw scopeMissing(session, call, answer);
  }

  async function asNobody(call: XrpcCall): Promise<XrpcAnswer> {
    if (otherwise === undefined) throw nobodySignedIn(call);
    return await otherwise.send(call);
  }

  return {
    async send(call) {
      const session = await tokens.fresh(call);
      if (session === undefined) return await asNobody(call);
      const answer = await through(session, call);
      if (!refusesSession(answer)) return await granted(session, call, answer);
      // What renews a token of OAuth knows nothing of the account: it would come anew, and be refused anew, with each call.
      if (isOAuth(session) && !refusesToken(answer)) return (await otherwise?.send(call)) ?? answer;
      // Nothing was done for who was refused: a procedure may be sent again as well.
      const renewed = await tokens.renewed(session, call);
      if (renewed === undefined) return await asNobody(call);
      const second = await through(renewed, call);
      if (refusesSession(second) && otherwise !== undefined) return await otherwise.send(call);
      return await granted(renewed, call, second);
    },
  };
}

async function credentialsOf(session: StoredSession, nonces: DpopNonces): Promise<Credentials> {
  const { origin } = new URL(session.pds);
  if (!isOAuth(session)) return bearer(origin, session.accessJwt, session.refreshJwt);
  const { dpop } = await import('./oauth/dpop-credentials.js');
  return dpop(origin, session, nonces);
}

/** Whether a proof has to hold a nonce that the PDS gave, or a newer one (RFC 9449, 9). */
const wantsNonce = (answer: XrpcAnswer): boolean =>
  answer.status === 401 && errorName(answer) === 'use_dpop_nonce';

const isScopeMissing = (answer: XrpcAnswer): boolean =>
  answer.status === 403 && errorName(answer) === 'ScopeMissingError';

/** The last one is of RFC 6750, 3.1, which OAuth is spoken by. */
const ABOUT_TOKEN: ReadonlySet<string> = new Set(['ExpiredToken', 'InvalidToken', 'invalid_token']);

const ABOUT_ACCOUNT: ReadonlySet<string> = new Set([
  'AccountDeactivated',
  'AccountNotFound',
  'AccountSuspended',
  'AccountTakedown',
]);

/** Whether the PDS refused the token, or the account that it is for, and not what was asked. */
const refusesSession = (answer: XrpcAnswer): boolean =>
  refusesToken(answer) || isRefusal(answer, ABOUT_ACCOUNT);

const refusesToken = (answer: XrpcAnswer): boolean => isRefusal(answer, ABOUT_TOKEN);

function isRefusal(answer: XrpcAnswer, names: ReadonlySet<string>): boolean {
  const error = answer.status < 400 ? undefined : errorName(answer);
  return error !== undefined && names.has(error);
}

function nobodySignedIn({ nsid }: XrpcCall): XrpcError {
  return new XrpcError({
    failure: 'refused',
    service: 'atscope',
    nsid,
    error: 'AuthMissing',
    message: 'nobody is signed in',
    tellsAll: true,
  });
}
