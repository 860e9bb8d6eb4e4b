import type { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Agent } from 'undici';
import { ADDRESS_REFUSED } from './call-failure.js';
import type { HostPolicy } from './host-policy.js';

/** Six at a time to one host is what browsers do. */
const CONNECTIONS_PER_ORIGIN = 6;
const KEEP_ALIVE_MS = 30_000;

/**
 * What keeps the connections; `guard` is what each address is held against before it is connected to. Loads undici with
 * the first call: what is on the screen before that need not wait for it.
 */
export async function createAgent({
  connectTimeoutMs,
  guard,
  http2 = false,
}: {
  connectTimeoutMs: number;
  guard: HostPolicy | undefined;
  http2?: boolean;
}): Promise<Agent> {
  const [{ default: Agent }, { lookup }] = await Promise.all([
    import('undici/lib/dispatcher/agent.js'),
    import('node:dns'),
  ]);
  return new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    // HTTP/2 would save connections and brings its own faults: only servers that speak nothing else are spoken to in it.
    allowH2: http2,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // One timer for each attempt covers all of it (see exchange.ts).
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectTimeoutMs, ...(guard && { lookup: guardedLookup(guard, lookup) }) },
  });
}

/**
 * Looks a name up and leaves out what the policy forbids, at the moment of connecting: a check before that could be
 * undone by a name that resolves otherwise the second time.
 */
function guardedLookup(policy: HostPolicy, systemLookup: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const allowed = found.filter(({ address }) => policy.allowsAddress(address, hostname));
      const first = allowed[0];
      if (first === undefined) {
        const where = found.map(({ address }) => address).join(', ');
        const message = `the name leads to a private address (${where}). ${policy.wayOut}`;
        return callback(Object.assign(new Error(message), { code: ADDRESS_REFUSED }), '');
      }
      if (options.all === true) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };
}
