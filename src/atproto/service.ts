import { nobodyAt } from './calls/authoriser.js';
import type { CallOptions } from './calls/call-options.js';
import type { Reply } from './calls/reply.js';
import type { Call, Transport } from './calls/transport.js';
import { queryString, replyOf, sendQuery } from './calls/xrpc.js';

/** Parameters of a query by their names; a list is sent as the same name again and again, and what is undefined is left out. */
export type ServiceParams = Readonly<
  Record<string, string | number | boolean | readonly (string | number | boolean)[] | undefined>
>;

/** Any service by its origin, asked as nobody. */
export interface Service {
  readonly origin: URL;
  /** Asks any query, whether or not a lexicon of it is known here. Throws as `Xrpc.query`. */
  query(nsid: string, params: ServiceParams, options?: CallOptions): Promise<Reply>;
}

/**
 * A service by its origin.
 *
 * @param policy `stranger` where somebody other than the user has named it: private addresses are then refused
 */
export function createService(transport: Transport, origin: URL, policy: Call['policy']): Service {
  const authoriser = nobodyAt(transport, origin, policy);
  return {
    origin,
    query: async (nsid, params, options) =>
      replyOf(await sendQuery(authoriser, nsid, queryString(params), options), nsid),
  };
}
