import type { BlobRef } from '../../archive/blob-refs.js';
import { blobRefs } from '../../archive/blob-refs.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { RepoSource } from '../../atproto/repo-source.js';
import { field, textField } from '../../text/json-fields.js';

/** A blob, and the records that refer to it. */
export interface UsedBlob extends BlobRef {
  /** At-URIs, the first found first. */
  readonly records: readonly string[];
}

/** What was found, and whether that is all that there is. */
export interface FoundUses {
  readonly uses: ReadonlyMap<string, UsedBlob>;
  /** Records that were read. */
  readonly records: number;
  /** Some collections have more. */
  readonly isPart: boolean;
}

/** Pages that are read of one collection, and of all: a repository may have a million records. */
const PAGES_OF_ONE_MAX = 20;
const PAGES_MAX = 60;
/** Their records are many, and their lexicons have no blob. */
const WITHOUT_BLOBS = new Set([
  'app.bsky.feed.like',
  'app.bsky.feed.repost',
  'app.bsky.feed.threadgate',
  'app.bsky.feed.postgate',
  'app.bsky.graph.follow',
  'app.bsky.graph.block',
  'app.bsky.graph.listitem',
  'app.bsky.graph.listblock',
  'app.bsky.graph.verification',
]);

/**
 * Which blobs the records of an account refer to, as its own server has them now: the newest records of each collection that may have
 * some. `onFound` hears after each page. Rejects as the source does.
 */
export async function findUses(
  repo: RepoSource,
  { did }: Pick<Identity, 'did'>,
  { signal, onFound }: { readonly signal: AbortSignal; onFound?(found: FoundUses): void },
): Promise<FoundUses> {
  const uses = new Map<string, UsedBlob>();
  let records = 0;
  let pages = 0;
  let isPart = false;
  const { collections } = await repo.describe({ signal });
  for (const collection of collections) {
    if (WITHOUT_BLOBS.has(collection)) continue;
    let cursor: string | undefined;
    for (let page = 0; ; page++) {
      if (page >= PAGES_OF_ONE_MAX || pages >= PAGES_MAX) {
        isPart = true;
        break;
      }
      pages += 1;
      const { items, cursor: next } = await repo.list(collection, cursor, { signal });
      for (let at = 0; at < items.length; at++) {
        const record = items.at(at)?.value();
        records += 1;
        note(uses, field(record, 'value'), textField(record, 'uri') ?? `at://${did}/${collection}`);
      }
      onFound?.({ uses, records, isPart: true });
      if (next === undefined || next === cursor || items.length === 0) break;
      cursor = next;
    }
  }
  return { uses, records, isPart };
}

function note(uses: Map<string, UsedBlob>, value: unknown, uri: string): void {
  for (const ref of blobRefs(value)) {
    const known = uses.get(ref.cid);
    const records = known?.records.includes(uri) ? known.records : [...(known?.records ?? []), uri];
    uses.set(ref.cid, { ...ref, ...known, size: known?.size ?? ref.size, records });
  }
}
