import { sendTo } from '../calls/authoriser.js';
import type { CallOptions } from '../calls/call-options.js';
import { bearer, type Credentials } from '../calls/credentials.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { Reply } from '../calls/reply.js';
import type { Transport } from '../calls/transport.js';
import { createXrpc, type Xrpc } from '../calls/xrpc.js';
import { checkSecretPlace, policyOf, type SessionPlace } from './session-place.js';

/** What createSession and refreshSession answer. */
export interface SessionAnswer {
  readonly did: string;
  readonly handle: string;
  readonly accessJwt: string;
  readonly refreshJwt: string;
  /** `active`, or the status that the PDS gives. */
  readonly state: string;
}

type Tokens = Pick<SessionAnswer, 'accessJwt' | 'refreshJwt'>;

/** The calls that make, renew and end a session. Secrets are in none of the errors, whatever the service answers. */
export interface SessionService {
  create(
    place: SessionPlace,
    input: { identifier: string; password: string; code: string | undefined },
    options?: CallOptions,
  ): Promise<SessionAnswer>;
  refresh(session: Tokens & SessionPlace, options?: CallOptions): Promise<SessionAnswer>;
  end(session: Tokens & SessionPlace, options?: CallOptions): Promise<void>;
}

export function createSessionService(transport: Transport, policy: HostPolicy): SessionService {
  function at(place: SessionPlace, credentials?: Credentials): Xrpc {
    checkSecretPlace(place, policy);
    const destination = { origin: new URL(place.pds), policy: policyOf(place), credentials };
    return createXrpc({ send: (call) => sendTo(transport, destination, call) });
  }

  /** A renewal and a sign-out are asked for by the refresh token. */
  function renewing({ refreshJwt, accessJwt, ...place }: Tokens & SessionPlace): Xrpc {
    return at(place, bearer(new URL(place.pds).origin, refreshJwt, accessJwt));
  }

  return {
    async create(place, { identifier, password, code }, { signal } = {}) {
      const input = { identifier, password, ...(code !== undefined && { authFactorToken: code }) };
      const secrets = [password, ...(code === undefined ? [] : [code])];
      const options = { secrets, signal };
      return sessionIn(await at(place).procedure('com.atproto.server.createSession', input, options));
    },

    async refresh(session, options) {
      return sessionIn(
        await renewing(session).procedure('com.atproto.server.refreshSession', undefined, options),
      );
    },

    async end(session, options) {
      await renewing(session).procedure('com.atproto.server.deleteSession', undefined, options);
    },
  };
}

/** What a token may consist of, to be put into a header (RFC 6750 2.1 allows less). */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

function sessionIn(reply: Reply): SessionAnswer {
  const { did, handle, accessJwt, refreshJwt, active, status } = reply.object({
    did: 'string!',
    handle: 'string!',
    accessJwt: 'string!',
    refreshJwt: 'string!',
    active: 'boolean',
    status: 'string',
  }) as { [name: string]: string } & { active?: boolean };
  for (const [name, token] of Object.entries({ accessJwt, refreshJwt })) {
    if (!TOKEN.test(token!)) throw reply.malformed(`${name} in the answer is not a token`);
  }
  const state = active === false ? (status ?? 'inactive') : 'active';
  return { did: did!, handle: handle!, accessJwt: accessJwt!, refreshJwt: refreshJwt!, state };
}
