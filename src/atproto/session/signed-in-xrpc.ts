import type { HostPolicy } from '../calls/host-policy.js';
import type { Transport } from '../calls/transport.js';
import { createXrpc, type Xrpc } from '../calls/xrpc.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { StoredSession } from './session.js';
import { checkSecretPlace } from './session-service.js';
import type { SessionTokens } from './sessions.js';

export interface SignedInXrpcDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly tokens: SessionTokens;
  /** The service that the PDS shall ask, as `<did>#<service>`; undefined: the one that it asks by itself. */
  readonly proxy: string | undefined;
  /** Who is asked where nobody is signed in, or the PDS does not speak for the account (any more). */
  readonly otherwise: Xrpc;
}

/**
 * XRPC as the account in use: through its own PDS, with its access token. The token is part of the `Xrpc` of that one
 * origin, so that no other can receive it.
 */
export function createSignedInXrpc({ transport, policy, tokens, proxy, otherwise }: SignedInXrpcDeps): Xrpc {
  function through(session: StoredSession): Xrpc {
    checkSecretPlace(session, policy);
    const kind = session.given ? 'configured' : 'stranger';
    const headers = {
      authorization: `Bearer ${session.accessJwt}`,
      ...(proxy !== undefined && { 'atproto-proxy': proxy }),
    };
    return createXrpc(transport, new URL(session.pds), kind, headers, [session.refreshJwt]);
  }

  return {
    async query(name, params, options) {
      const session = await tokens.fresh(options);
      if (session === undefined) return otherwise.query(name, params, options);
      try {
        return await through(session).query(name, params, options);
      } catch (error) {
        if (!isAboutSession(error)) throw error;
      }
      const renewed = await tokens.renewed(session, options);
      if (renewed === undefined) return otherwise.query(name, params, options);
      try {
        return await through(renewed).query(name, params, options);
      } catch (error) {
        if (!isAboutSession(error)) throw error;
        return otherwise.query(name, params, options);
      }
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
function isAboutSession(error: unknown): error is XrpcError {
  return error instanceof XrpcError && error.error !== undefined && ABOUT_SESSION.has(error.error);
}
