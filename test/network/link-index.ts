import { fromUint8Array } from '@atcute/repo';
import { linksIn } from './linked.js';

/** A record that links to something. */
export interface LinkingRecord {
  readonly did: string;
  readonly collection: string;
  readonly rkey: string;
  readonly target: string;
  readonly path: string;
  /** Where else it links to. */
  readonly links: ReturnType<typeof linksIn>;
}

/** A repository as it was when it was read. */
interface ReadRepo {
  readonly rev: string;
  readonly records: readonly LinkingRecord[];
}

/** All links of all repositories of some PDSes, read when somebody asks, and only what has changed since. */
export interface LinkIndex {
  /** The links to a target, the newest first: as the keys of their records are in time. */
  to(target: string): Promise<readonly LinkingRecord[]>;
}

export function createLinkIndex(origins: readonly string[]): LinkIndex {
  const repos = new Map<string, ReadRepo>();
  let reading: Promise<void> | undefined;

  async function readHost(origin: string): Promise<void> {
    for await (const { did, rev, active } of listRepos(origin)) {
      if (!active) repos.delete(did);
      else if (repos.get(did)?.rev !== rev) repos.set(did, { rev, records: await readRepo(origin, did) });
    }
  }

  return {
    async to(target) {
      // Two who ask at once need not read it twice.
      reading ??= Promise.all(origins.map(readHost)).then(() => {
        reading = undefined;
      });
      await reading;
      return [...repos.values()]
        .flatMap(({ records }) => records.filter((record) => record.target === target))
        .toSorted((a, b) => (a.rkey === b.rkey ? 0 : a.rkey < b.rkey ? 1 : -1));
    },
  };
}

interface ListedRepo {
  readonly did: string;
  readonly rev: string;
  readonly active: boolean;
}

async function* listRepos(origin: string): AsyncGenerator<ListedRepo> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '1000', ...(cursor !== undefined && { cursor }) });
    const response = await fetch(`${origin}/xrpc/com.atproto.sync.listRepos?${query}`);
    const page = (await response.json()) as { repos: ListedRepo[]; cursor?: string };
    yield* page.repos;
    cursor = page.repos.length === 0 ? undefined : page.cursor;
  } while (cursor !== undefined);
}

async function readRepo(origin: string, did: string): Promise<readonly LinkingRecord[]> {
  const response = await fetch(`${origin}/xrpc/com.atproto.sync.getRepo?did=${encodeURIComponent(did)}`);
  if (!response.ok) return [];
  const car = new Uint8Array(await response.arrayBuffer());
  return [...fromUint8Array(car)].flatMap(({ collection, rkey, record }) => {
    const links = linksIn(record);
    return links.map(({ target, path }) => ({ did, collection, rkey, target, path, links }));
  });
}
