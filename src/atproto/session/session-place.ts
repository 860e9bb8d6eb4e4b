import { type HostPolicy, isPrivateHost } from '../calls/host-policy.js';
import type { Call } from '../calls/transport.js';
import { XrpcError } from '../calls/xrpc-error.js';

/** Where secrets may be sent. */
export interface SessionPlace {
  /** An origin. */
  readonly pds: string;
  /** The user named it, so that it may be at a private address. */
  readonly given: boolean;
}

/** What the host policy asks of calls to this place. */
export function policyOf({ given }: SessionPlace): Call['policy'] {
  return given ? 'configured' : 'stranger';
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
