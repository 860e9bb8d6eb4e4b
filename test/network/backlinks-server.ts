import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLinkIndex, type LinkingRecord } from './link-index.js';

/** A Constellation of a network on this machine: it speaks the protocol of microcosm-rs (`constellation/src/server/mod.rs`). */
export interface BacklinksServer {
  readonly origin: string;
  close(): Promise<void>;
}

const LIMIT = 100;
const LIMIT_MAX = 1000;

/** What an error is: a status, and nothing else. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`${status}`);
    this.status = status;
  }
}

/**
 * Starts one that tells the truth of what PDSes have. Nothing is read before somebody asks, and then what is new since the last time.
 */
export async function startBacklinks(pdses: readonly string[]): Promise<BacklinksServer> {
  const index = createLinkIndex(pdses);

  async function answer(url: URL): Promise<unknown> {
    const { pathname, searchParams: query } = url;
    const target = query.get('subject') ?? query.get('target') ?? '';
    const records = await index.to(target);
    if (pathname === '/links/all') return { links: counted(records) };
    if (!pathname.startsWith(PREFIX)) throw new Refused(404);
    const linking = ofSource(records, query.get('source'));
    switch (pathname.slice(PREFIX.length)) {
      case 'getBacklinks': {
        const wanted = query.getAll('did');
        const kept = linking.filter(({ did }) => wanted.length === 0 || wanted.includes(did));
        const ordered = query.get('reverse') === 'true' ? kept.toReversed() : kept;
        const { items, cursor } = paged(ordered, query);
        return { total: kept.length, records: items.map(named), cursor };
      }
      case 'getBacklinkDids': {
        const dids = [...new Set(linking.map(({ did }) => did))];
        const { items, cursor } = paged(dids, query);
        return { total: dids.length, linking_dids: items, cursor };
      }
      case 'getBacklinksCount':
        return { total: linking.length };
      case 'getManyToManyCounts': {
        const { items, cursor } = paged(othersOf(linking, query.get('pathToOther')), query);
        return { counts_by_other_subject: items, cursor };
      }
      default:
        throw new Refused(404);
    }
  }

  const server = createServer(async (request, response) => {
    try {
      const body = JSON.stringify(await answer(new URL(request.url ?? '/', 'http://localhost')));
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    } catch (error) {
      response.writeHead(error instanceof Refused ? error.status : 500).end();
    }
  }).listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const PREFIX = '/xrpc/blue.microcosm.links.';

function ofSource(records: readonly LinkingRecord[], source: string | null): readonly LinkingRecord[] {
  const [, collection, path] = /^([^:]+):(.+)$/s.exec(source ?? '') ?? [];
  if (collection === undefined) throw new Refused(400);
  return records.filter((record) => record.collection === collection && record.path === `.${path}`);
}

const named = ({ did, collection, rkey }: LinkingRecord) => ({ did, collection, rkey });

function counted(records: readonly LinkingRecord[]) {
  const links: Record<string, Record<string, { records: number; distinct_dids: number }>> = {};
  const seen = new Set<string>();
  for (const { did, collection, path } of records) {
    links[collection] ??= {};
    links[collection][path] ??= { records: 0, distinct_dids: 0 };
    const count = links[collection][path];
    count.records += 1;
    const account = `${collection} ${path} ${did}`;
    if (!seen.has(account)) count.distinct_dids += 1;
    seen.add(account);
  }
  return links;
}

function othersOf(linking: readonly LinkingRecord[], pathToOther: string | null) {
  if (pathToOther === null) throw new Refused(400);
  const subjects = new Map<string, { total: number; dids: Set<string> }>();
  for (const { did, links } of linking) {
    for (const { target, path } of links) {
      if (path !== `.${pathToOther}`) continue;
      const subject = subjects.get(target) ?? { total: 0, dids: new Set() };
      subject.total += 1;
      subject.dids.add(did);
      subjects.set(target, subject);
    }
  }
  return [...subjects].map(([subject, { total, dids }]) => ({ subject, total, distinct: dids.size }));
}

/** One page by a cursor in hexadecimal, which is null on the last page. */
function paged<T>(
  items: readonly T[],
  query: URLSearchParams,
): { items: readonly T[]; cursor: string | null } {
  const limit = Number(query.get('limit') ?? LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) throw new Refused(400);
  const cursor = query.get('cursor') ?? '0';
  if (!/^[0-9a-f]+$/.test(cursor)) throw new Refused(400);
  const start = Number.parseInt(cursor, 16);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    cursor: end < items.length ? end.toString(16).padStart(16, '0') : null,
  };
}
