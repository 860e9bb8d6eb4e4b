import { error, html, json } from '../../faults/answers.js';
import type { Routes } from '../../faults/service.js';

/** Spreads a number over the 24 characters of a did:plc. */
export const didOf = (number: number): string =>
  `did:plc:${number
    .toString(32)
    .replace(/./g, (digit) => BASE32[Number.parseInt(digit, 32)] ?? 'a')
    .padStart(24, 'a')}`;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** What `com.atproto.sync.listHosts` has of a host. */
export interface RelayedHost {
  readonly hostname: string;
  readonly status: string;
  readonly seq: number;
  readonly accountCount: number;
}

/**
 * A relay, as indigo's answers (cmd/relay/handlers.go, 4b983a7): cursors are numbers and absent on a short page, what is unknown is a 404
 * with a name, and a repository without events of late has no rev (indigo#1143).
 */
export function relayRoutes(hosts: readonly RelayedHost[], repoCount: number): Routes {
  return {
    '/xrpc/_health': json({ status: 'ok' }),
    'com.atproto.sync.listHosts': ({ query }) =>
      json(numbered(query, hosts.length, 'hosts', (at) => hosts[at])),
    'com.atproto.sync.getHostStatus': ({ query }) => {
      const host = hosts.find(({ hostname }) => hostname === query.get('hostname'));
      return host ? json(host) : error(404, 'HostNotFound', 'host not found');
    },
    'com.atproto.sync.listRepos': ({ query }) =>
      json(
        numbered(query, repoCount, 'repos', (at) => ({
          did: didOf(at),
          head: 'bafyreifthmanrftprbeogvikez76wqbrz5dk6tbfgvlqvufvnnmlobyjdm',
          ...(at % 5 === 4 ? {} : { rev: '3n3c6xqxv2q2a' }),
          active: at % 7 !== 0,
          ...(at % 7 === 0 && { status: 'desynchronized' }),
        })),
      ),
    '*': error(404, 'NotFound', 'Not Found'),
  };
}

/** One page by a cursor that is a number, and absent where the page is short. */
function numbered(
  query: URLSearchParams,
  count: number,
  member: string,
  item: (index: number) => unknown,
): Readonly<Record<string, unknown>> {
  const start = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 500);
  const end = Math.min(count, start + limit);
  const items = Array.from({ length: Math.max(0, end - start) }, (_, index) => item(start + index));
  return { ...(items.length < limit ? {} : { cursor: String(end) }), [member]: items };
}

/** Who knows which repositories have records of a collection, as collectiondir answers (indigo cmd/collectiondir): a DID each. */
export const directoryRoutes = (dids: readonly string[]): Routes => ({
  'com.atproto.sync.listReposByCollection': ({ query }) =>
    json(numbered(query, dids.length, 'repos', (at) => ({ did: dids[at] }))),
  '*': error(404, 'NotFound', 'Not Found'),
});

/** An UFOs (microcosm-rs `ufos/src/server`, 6f52fc2), with what it has of one collection. */
export function statisticsRoutes(
  collection: string,
  counts: Readonly<Record<string, number>>,
  samples: readonly unknown[],
): Routes {
  return {
    '/collections/stats': ({ query }) =>
      json(
        Object.fromEntries(
          query
            .getAll('collection')
            .map((one) => [
              one,
              one === collection ? counts : { creates: 0, updates: 0, deletes: 0, dids_estimate: 0 },
            ]),
        ),
      ),
    '/records': ({ query }) => json(query.get('collection') === collection ? samples : []),
    '*': error(404, 'NotFound', 'Not Found'),
  };
}

/** A proxy in front of nothing: a page for whatever is asked. */
export const webPageRoutes = (status: number): Routes => ({ '*': html(status) });
