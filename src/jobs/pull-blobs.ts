import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.js';
import { type BlobUse, blobUses } from '../archive/blob-uses.js';
import { isBlobCid } from '../atproto/blob-cid.js';
import type { BlobSource } from '../atproto/blob-source.js';
import { XrpcError } from '../atproto/calls/xrpc-error.js';
import { freeBytes } from '../keep/archives.js';
import { waitForLock } from '../keep/waiting-lock.js';
import { byteSize } from '../text/byte-size.js';
import { errorSentence } from '../text/error-sentence.js';
import { SentenceError } from '../text/sentence.js';

export interface BlobsInput {
  readonly source: BlobSource;
  /** Whose records say which blobs there are, and how large. */
  readonly archive: Archive;
  /** Where they go, each under its CID. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** How many of those that were missing have come, and their bytes. */
  onProgress?(done: number, total: number, bytes: number): void;
}

/** A blob, and a sentence about it. */
export interface BlobNote {
  readonly cid: string;
  readonly message: string;
}

export interface PulledBlobs {
  readonly folder: string;
  /** That records refer to, or that the host has beside. */
  readonly count: number;
  /** That were there before. */
  readonly had: number;
  readonly received: number;
  /** That came. */
  readonly bytes: number;
  /** What could not be had. */
  readonly missing: readonly BlobNote[];
  /** What is there, and is of another size than its record says. */
  readonly odd: readonly BlobNote[];
}

/** At a time. */
const CALLS_MAX = 4;
/** So many one after the other for which the host could not be reached: it is gone. */
const UNREACHED_MAX = 5;
const BLOB_MAX_BYTES = 5e9;

/**
 * Has those blobs of an account sent that are not in a folder yet, each held against its CID. One that cannot be had is told of, and the
 * others come; what came stays when it is stopped. Throws an XrpcError where the host cannot be reached, a SentenceError where there is
 * no room, the error of the file system, and the reason of the signal.
 */
export async function pullBlobs({
  source,
  archive,
  folder,
  signal,
  onProgress,
}: BlobsInput): Promise<PulledBlobs> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = await waitForLock(`${folder}.lock`, { signal });
  try {
    const uses = new Map((await blobUses(archive, signal)).map((use) => [use.cid, use]));
    const wanted = new Set([...uses.keys(), ...(await listed(source, signal))]);
    const there = new Set(await withoutDrafts(folder));
    const missing: BlobNote[] = [];
    const coming: string[] = [];
    for (const cid of wanted) {
      if (there.has(cid)) continue;
      if (isBlobCid(cid)) coming.push(cid);
      else missing.push({ cid, message: 'This is no CID of a blob.' });
    }
    const room = await roomFor(coming, uses, folder);
    const odd: BlobNote[] = [];
    let received = 0;
    let bytes = 0;
    let unreached = 0;
    const stop = new AbortController();
    const calls = AbortSignal.any([signal, stop.signal]);
    let failure: unknown;

    async function fetchOne(cid: string): Promise<void> {
      const draft = join(folder, `${crypto.randomUUID()}.part`);
      try {
        const size = await source.fetch(cid, {
          file: draft,
          maxBytes: Math.min(room, BLOB_MAX_BYTES),
          signal,
        });
        await rename(draft, join(folder, cid));
        unreached = 0;
        received++;
        bytes += size;
        const said = uses.get(cid)?.size;
        if (said !== undefined && said !== size) {
          odd.push({
            cid,
            message: `It has ${size} bytes, and ${pathOf(archive, uses.get(cid))} says ${said}.`,
          });
        }
        onProgress?.(received, coming.length, bytes);
      } catch (error) {
        await rm(draft, { force: true });
        const isOfHost = error instanceof XrpcError && !calls.aborted;
        const isUnreached = isOfHost && (error.failure === 'connection' || error.failure === 'timeout');
        unreached = isUnreached ? unreached + 1 : 0;
        if (isOfHost && unreached < UNREACHED_MAX) missing.push({ cid, message: errorSentence(error) });
        else {
          failure ??= error;
          stop.abort();
        }
      }
    }

    const left = coming.values();
    async function work(): Promise<void> {
      for (const cid of left) {
        if (stop.signal.aborted) return;
        await fetchOne(cid);
      }
    }
    await Promise.all(Array.from({ length: CALLS_MAX }, work));
    if (failure !== undefined) throw failure;
    const had = wanted.size - coming.length - missing.filter(({ cid }) => !isBlobCid(cid)).length;
    return { folder, count: wanted.size, had, received, bytes, missing, odd };
  } finally {
    await withoutDrafts(folder).catch(() => {});
    await release().catch(() => {});
  }
}

/** A host that lists none has to be asked for what the records name. */
async function listed(source: BlobSource, signal: AbortSignal): Promise<readonly string[]> {
  const cids: string[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  try {
    do {
      const page = await source.list(cursor, { signal });
      cids.push(...page.cids);
      cursor = page.cursor;
      if (cursor === undefined || cursors.has(cursor)) return cids;
      cursors.add(cursor);
    } while (cids.length > 0);
  } catch (error) {
    if (!(error instanceof XrpcError) || error.failure !== 'status') throw error;
  }
  return cids;
}

/** Bytes that one may have at most. */
async function roomFor(
  cids: readonly string[],
  uses: ReadonlyMap<string, BlobUse>,
  folder: string,
): Promise<number> {
  const free = await freeBytes(folder);
  if (free === undefined) return BLOB_MAX_BYTES;
  const needed = cids.reduce((sum, cid) => sum + (uses.get(cid)?.size ?? 0), 0);
  if (needed <= free) return free;
  throw new SentenceError(
    `The blobs that are missing have ${byteSize(needed)}, and there is room for ${byteSize(free)} in ${folder}.`,
  );
}

/** The names in the folder; what is left of a run that was killed goes. */
async function withoutDrafts(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const drafts = names.filter((name) => name.endsWith('.part'));
  await Promise.all(drafts.map((name) => rm(join(folder, name), { force: true })));
  return names.filter((name) => !name.endsWith('.part'));
}

/** The first record that refers to it. */
function pathOf(archive: Archive, use: BlobUse | undefined): string {
  const [row = 0] = use?.rows ?? [];
  return `${archive.collectionOf(row).name}/${archive.rkey(row)}`;
}
