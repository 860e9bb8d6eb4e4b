import type { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Agent } from 'undici';
import type { ProxyServer } from '../../keep/proxies.js';
import { ADDRESS_REFUSED } from './call-failure.js';
import type { HostPolicy } from './host-policy.js';
import type { TunnelSettings, Tunnels } from './tunnel.js';

/** Six at a time to one host is what browsers do. */
const CONNECTIONS_PER_ORIGIN = 6;
const KEEP_ALIVE_MS = 30_000;

/** A part of the time of an attempt, so that it is the proxy that is told of where it is the proxy that is slow. */
export const TUNNEL_SHARE = 2 / 3;

export interface AgentSettings {
  readonly connectTimeoutMs: number;
  /** What each address is held against before it is connected to. A proxy looks names up itself. */
  readonly guard?: HostPolicy | undefined;
  /** The proxy that everything is to go through: by tunnels, or as what asks in our place. */
  readonly proxy?: ProxyServer | undefined;
  readonly forwards?: boolean | undefined;
  readonly http2?: boolean | undefined;
}

/** What keeps connections. */
export interface Connections {
  readonly agent: Agent;
  /** Ends all of them, and those that are on their way. */
  close(): Promise<void>;
}

/** Loads undici with the first call: what is on the screen before that need not wait for it. */
export async function openConnections({
  connectTimeoutMs,
  guard,
  proxy,
  forwards = false,
  http2 = false,
}: AgentSettings): Promise<Connections> {
  const [{ default: Agent }, { lookup }] = await Promise.all([
    import('undici/lib/dispatcher/agent.js'),
    import('node:dns'),
  ]);
  const timeoutMs = connectTimeoutMs * TUNNEL_SHARE;
  const tunnels = proxy && (await openTunnels(proxy, { timeoutMs, http2, forwards }));
  const agent = new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    // HTTP/2 would save connections and brings its own faults: only servers that speak nothing else are spoken to in it.
    allowH2: http2,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // One timer for each attempt covers all of it (see exchange.ts).
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: tunnels?.connect ?? {
      timeout: connectTimeoutMs,
      ...(guard && { lookup: guardedLookup(guard, lookup) }),
    },
  });
  return {
    agent,
    async close() {
      tunnels?.close();
      await agent.destroy();
    },
  };
}

/** Tunnels are loaded where the environment names a proxy. */
export async function openTunnels(
  proxy: ProxyServer,
  { forwards, ...settings }: TunnelSettings & { readonly forwards: boolean },
): Promise<Tunnels> {
  const { createForwarding, createTunnels } = await import('./tunnel.js');
  return await (forwards ? createForwarding(proxy, settings.timeoutMs) : createTunnels(proxy, settings));
}

/**
 * Looks a name up and leaves out what the policy forbids, at the moment of connecting: a check before that could be
 * undone by a name that resolves otherwise the second time.
 */
export function guardedLookup(policy: HostPolicy, systemLookup: typeof lookup): LookupFunction {
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
