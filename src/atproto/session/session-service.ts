import { sendTo } from '../calls/authoriser.js';
import type { CallOptions } from '../calls/call-options.js';
import { bearer, type Credentials } from '../calls/credentials.js';
import type { HostPolicy } from '../calls/host-policy.js';
import { flag, object, type Reader, text, Unusable } from '../calls/reader.js';
import type { Transport } from '../calls/transport.js';
import { createXrpc, type Xrpc } from '../calls/xrpc.js';
import { checkSecretPlace, policyOf, type SessionPlace } from './session-place.js';

/** What refreshSession answers. */
export interface RenewedSession {
  readonly did: string | undefined;
  readonly handle: string | undefined;
  readonly accessJwt: string;
  readonly refreshJwt: string;
  /** `active`, or the status that the PDS gives. */
  readonly state: string;
}

/** What createSession answers. */
export interface SessionAnswer extends RenewedSession {
  readonly did: string;
}

type Tokens = Pick<SessionAnswer, 'accessJwt' | 'refreshJwt'>;

/** The calls that make, renew and end a session. Secrets are in none of the errors, whatever the service answers. */
export interface SessionService {
  create(
    place: SessionPlace,
    input: { identifier: string; password: string; code: string | undefined },
    options?: CallOptions,
  ): Promise<SessionAnswer>;
  refresh(session: Tokens & SessionPlace, options?: CallOptions): Promise<RenewedSession>;
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
      const reply = await at(place).procedure('com.atproto.server.createSession', input, options);
      const { did, handle, accessJwt, refreshJwt, ...answer } = reply.read(readSession);
      return { did, handle, accessJwt, refreshJwt, state: stateOf(answer) };
    },

    async refresh(session, options) {
      const reply = await renewing(session).procedure(
        'com.atproto.server.refreshSession',
        undefined,
        options,
      );
      const { did, handle, accessJwt, refreshJwt, ...answer } = reply.read(readRenewed);
      return { did, handle, accessJwt, refreshJwt, state: stateOf(answer) };
    },

    async end(session, options) {
      await renewing(session).procedure('com.atproto.server.deleteSession', undefined, options);
    },
  };
}

/** What a token may consist of, to be put into a header (RFC 6750 2.1 allows less). */
const TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** Whether a token may be sent. */
export const isToken = (value: unknown): value is string => typeof value === 'string' && TOKEN.test(value);

const token: Reader<string> = (value) => (isToken(value) ? value : new Unusable('is not a token'));

/** The tokens are what it is asked for: of the rest, what is odd costs itself. */
const tokens = { accessJwt: token, refreshJwt: token };
const rest = { handle: text, active: flag, status: text };
const readSession = object({ ...tokens, did: text }, rest);
const readRenewed = object(tokens, { ...rest, did: text });

function stateOf({ active, status }: { readonly active?: boolean; readonly status?: string }): string {
  return active === false ? (status ?? 'inactive') : 'active';
}
