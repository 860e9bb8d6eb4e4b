import {
  type Authoriser,
  type Destination,
  sendTo,
  type XrpcAnswer,
  type XrpcCall,
} from '../calls/authoriser.js';
import { bearer } from '../calls/credentials.js';
import type { HostPolicy } from '../calls/host-policy.js';
import { errorName } from '../calls/status-error.js';
import type { Transport } from '../calls/transport.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { SessionTokens } from './renewals.js';
import type { StoredSession } from './session.js';
import { checkSecretPlace, policyOf } from './session-place.js';

export interface SessionAuthoriserDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly tokens: SessionTokens;
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
 * PDS says that it has ended.
 */
export function createSessionAuthoriser({
  transport,
  policy,
  tokens,
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
      credentials: bearer(origin.origin, session.accessJwt, session.refreshJwt),
    };
    return await sendTo(transport, destination, call);
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
      if (!refusesSession(answer)) return answer;
      // Nothing was done for who was refused: a procedure may be sent again as well.
      const renewed = await tokens.renewed(session, call);
      if (renewed === undefined) return await asNobody(call);
      const second = await through(renewed, call);
      return refusesSession(second) && otherwise !== undefined ? await otherwise.send(call) : second;
    },
  };
}

const ABOUT_SESSION: ReadonlySet<string> = new Set([
  'AccountDeactivated',
  'AccountNotFound',
  'AccountSuspended',
  'AccountTakedown',
  'ExpiredToken',
  'InvalidToken',
]);

/** Whether the PDS refused the token, or the account that it is for, and not what was asked. */
function refusesSession(answer: XrpcAnswer): boolean {
  const error = answer.status < 400 ? undefined : errorName(answer);
  return error !== undefined && ABOUT_SESSION.has(error);
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
