import { readdir } from 'node:fs/promises';
import { atUriParts } from '../../atproto/at-uri.js';
import type { BlobSource } from '../../atproto/blob-source.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { blobFolder } from '../../keep/blob-folder.js';
import type { PictureRef } from '../../lenses/head.js';
import { byteSize } from '../../text/byte-size.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { Address } from '../addresses.js';
import type { ArchiveServices } from '../archives/find-archive.js';
import type { Listing, Rows } from '../listing.js';
import { isChecked } from './checked-blobs.js';
import { type FoundUses, findUses, type UsedBlob } from './find-uses.js';

/** A blob of an account, as far as its records are known. */
export interface AccountBlob extends UsedBlob {
  /** Its bytes were held against its CID. */
  readonly isChecked: boolean;
}

/** CIDs of one answer to what the list asks. */
const CIDS_MAX = 20_000;

/**
 * Every blob of an account. Its server lists CIDs alone (`listBlobs`): what they are, how large, and what uses them stands in its records,
 * which are read in the background, the newest of each collection; what is known of them at any moment is shown. Those that are used
 * come first, in the order in which records with them were found.
 */
export function accountBlobsListing(
  address: Extract<Address, { kind: 'blobs' }>,
  {
    client,
    identity,
    archives,
  }: {
    readonly client: Pick<AtClient, 'blobs' | 'repo'>;
    readonly identity: Identity;
    readonly archives: ArchiveServices['archives'];
  },
): Listing<AccountBlob> {
  const { did } = identity;
  return {
    address,
    columns: [
      { title: 'used by', width: 0, drop: 0 },
      { title: 'type', width: 12, drop: 1 },
      { title: 'size', width: 8, drop: 2 },
      { title: 'hash', width: 4, drop: 3 },
      { title: 'cid', width: 59, drop: 9, spare: true },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: 'No record of this account refers to a blob.',
    async load(cursor, { signal, onPart }) {
      const source = await client.blobs(identity);
      const { cids, next } = await cidsOf(source, cursor, signal);
      const pulled = await pulledOf(archives, did);
      const rows = (found: FoundUses | undefined, note?: Sentence): Rows<AccountBlob> =>
        rowsOf(cids, { found, note, isHere: (cid) => pulled.has(cid) || isChecked(did, cid) });
      if (cids.length === 0) return { rows: rows(undefined), cursor: next };
      onPart?.(rows(undefined));
      try {
        const found = await findUses(client.repo(identity), identity, {
          signal,
          onFound: (part) => onPart?.(rows(part)),
        });
        const note = found.isPart ? partNote(found.records) : undefined;
        return { rows: rows(found, note), cursor: next };
      } catch (error) {
        if (isAbortError(error) || signal.aborted) throw error;
        return {
          rows: rows(undefined, `What uses them could not be read. ${errorSentence(error)}`),
          cursor: next,
        };
      }
    },
    row({ cid, mimeType, size, records, isChecked }) {
      return {
        cells: [
          usedBy(records),
          cellText(mimeType ?? ''),
          size === undefined ? '' : byteSize(size),
          isChecked ? '✓' : '',
          cellText(cid),
        ],
        opens: { kind: 'blob', repo: address.repo, cid },
        uri: records[0],
        name: cid,
        cid,
        did,
        picture: pictureOf(did, { cid, mimeType }),
      };
    },
    key: ({ cid }) => cid,
    dids: () => [],
    json: (blob) => JSON.stringify(blob),
  };
}

/** The picture that a blob is, where its record says that it is one. */
export const pictureOf = (
  did: string,
  { cid, mimeType }: { readonly cid: string; readonly mimeType: string | undefined },
): PictureRef | undefined => (mimeType?.startsWith('image/') ? { did, cid, mimeType, alt: '' } : undefined);

function partNote(records: number): Sentence {
  return say`What uses them was looked for in the newest ${countText(records)} records. {key:archive.pull} takes the repository home, where all are known.`;
}

/** `app.bsky.feed.post/3k…`, and how many more. */
function usedBy(records: readonly string[]): string {
  const [first, ...more] = records;
  const parts = atUriParts(first);
  const name =
    parts?.collection === undefined ? '' : [parts.collection, parts.rkey].filter(Boolean).join('/');
  return `${cellText(name)}${more.length === 0 ? '' : ` and ${countText(more.length)} more`}`;
}

async function cidsOf(
  source: BlobSource,
  from: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly cids: readonly string[]; readonly next: string | undefined }> {
  const cids = new Set<string>();
  let cursor = from;
  for (;;) {
    const page = await source.list(cursor, { signal });
    const before = cids.size;
    for (const cid of page.cids) cids.add(cid);
    // The last page has a cursor, too, and behind it is an empty one; who lists the same again lists no more.
    if (page.cursor === undefined || page.cursor === cursor || cids.size === before) {
      return { cids: [...cids], next: undefined };
    }
    cursor = page.cursor;
    if (cids.size >= CIDS_MAX) return { cids: [...cids], next: cursor };
  }
}

/** What `pull --blobs` has brought: it was checked as it came. */
async function pulledOf(archives: ArchiveServices['archives'], did: string): Promise<ReadonlySet<string>> {
  const [newest] = (await archives?.of(did).catch(() => [])) ?? [];
  if (newest === undefined) return new Set();
  return new Set(await readdir(blobFolder(newest.file, true)).catch(() => []));
}

function rowsOf(
  cids: readonly string[],
  {
    found,
    note,
    isHere,
  }: {
    readonly found: FoundUses | undefined;
    readonly note: Sentence | undefined;
    isHere(cid: string): boolean;
  },
): Rows<AccountBlob> {
  const listed = new Set(cids);
  const used = [...(found?.uses.values() ?? [])];
  const unused = cids.filter((cid) => !found?.uses.has(cid));
  const all = [
    ...used,
    ...unused.map((cid): UsedBlob => ({ cid, mimeType: undefined, size: undefined, records: [] })),
  ].map((blob): AccountBlob => ({ ...blob, isChecked: isHere(blob.cid) }));
  const missing = used.filter(({ cid }) => !listed.has(cid)).length;
  const bytes = used.reduce((sum, { size = 0 }) => sum + size, 0);
  const summary = [
    bytes > 0 ? byteSize(bytes) : '',
    missing > 0 ? `${countText(missing)} not at the server` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  return { length: all.length, at: (index) => all[index], note, summary: summary || undefined };
}
