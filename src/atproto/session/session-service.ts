import type { CallOptions } from '../calls/call-options.js';
import type { ExchangeAnswer } from '../calls/exchange.js';
import { type HostPolicy, isPrivateHost } from '../calls/host-policy.js';
import { Reply } from '../calls/reply.js';
import { withoutSecrets } from '../calls/secrets.js';
import { statusError } from '../calls/status-error.js';
import type { Transport } from '../calls/transport.js';
import { XrpcError } from '../calls/xrpc-error.js';

/** Where secrets may be sent. */
export interface SessionPlace {
  /** An origin. */
  readonly pds: string;
  /** The user named it, so that it may be at a private address. */
  readonly given: boolean;
}

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

/** A renewal and a sign-out are asked for by the refresh token; an error shows neither that nor the other one. */
const renewing = ({ accessJwt, refreshJwt }: Tokens) => ({
  token: refreshJwt,
  secrets: [refreshJwt, accessJwt],
});

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
  async function post(
    { pds, given }: SessionPlace,
    method: string,
    { token, input, secrets, signal }: { token?: string; input?: object; secrets: string[] } & CallOptions,
  ): Promise<Reply> {
    const nsid = `com.atproto.server.${method}`;
    const url = new URL(`/xrpc/${nsid}`, pds);
    checkSecretPlace({ pds, given }, policy);
    const answer: ExchangeAnswer = await transport.send({
      url,
      method: 'POST',
      nsid,
      headers: {
        accept: 'application/json',
        ...(input && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: input && JSON.stringify(input),
      policy: given ? 'configured' : 'stranger',
      signal,
    });
    if (answer.status !== 200) {
      throw statusError(withoutSecrets(answer, secrets), url.host, nsid);
    }
    return new Reply(answer.bytes, url.host, nsid);
  }

  return {
    async create(place, { identifier, password, code }, { signal } = {}) {
      const input = { identifier, password, ...(code !== undefined && { authFactorToken: code }) };
      const secrets = [password, ...(code === undefined ? [] : [code])];
      return sessionIn(await post(place, 'createSession', { input, secrets, signal }));
    },

    async refresh(session, { signal } = {}) {
      return sessionIn(await post(session, 'refreshSession', { ...renewing(session), signal }));
    },

    async end(session, { signal } = {}) {
      await post(session, 'deleteSession', { ...renewing(session), signal });
    },
  };
}

/**
 * Throws a `refused` XrpcError where a password or a token would go over the network for all to read: plain http is
 * for hosts of this machine or house, where the user named them or all that they configured is there.
 */
export function checkSecretPlace({ pds, given }: SessionPlace, policy: HostPolicy): void {
  const url = new URL(pds);
  if (url.protocol !== 'https:' && !(isPrivateHost(url) && (given || policy.private))) {
    throw new XrpcError({
      failure: 'refused',
      service: url.host,
      nsid: 'connect',
      message: `${url.origin} was not contacted: a sign-in goes over https only`,
      tellsAll: true,
    });
  }
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
    if (!TOKEN.test(token!)) throw reply.malformed(`${name} in the answer is no token`);
  }
  const state = active === false ? (status ?? 'inactive') : 'active';
  return { did: did!, handle: handle!, accessJwt: accessJwt!, refreshJwt: refreshJwt!, state };
}
