import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isBlobCid } from '../../atproto/blob-cid.js';
import type { Identity } from '../../atproto/identity/identity.js';
import { blobFolder } from '../../keep/blob-folder.js';
import { SentenceError } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import type { WantedPicture } from './pictures-state.js';

/** A picture that is longer is not read, wherever it comes from. */
const PICTURE_MAX_BYTES = 8 * 1024 * 1024;

/** In which size the CDN has to have it. */
const PRESETS = { avatar: 'avatar', part: 'feed_thumbnail', whole: 'feed_fullsize' } as const;

/** Where the blobs of an archive are. */
export interface BlobsAt {
  readonly file: string;
  readonly kept?: unknown;
}

/** What it takes to find who has an account. */
export type IdentityOf = (did: string, signal: AbortSignal) => Promise<Identity>;

/**
 * The file of a picture: in an archive the one beside it, and nobody is asked; else the CDN's, and where that has none the blob itself,
 * from the PDS of its account, held against its CID. Nobody else is ever asked. The poster of a film is the video CDN's alone. Rejects with why it cannot be had.
 */
export async function pictureBytes(
  { picture: { did, cid, poster }, use }: WantedPicture,
  from: {
    readonly client: StoreContext['client'];
    readonly identityOf: IdentityOf;
    readonly archive: BlobsAt | undefined;
  },
  signal: AbortSignal,
): Promise<Buffer> {
  if (!isBlobCid(cid)) throw new SentenceError('This is no CID of a blob.');
  const options = { signal, answerMaxBytes: PICTURE_MAX_BYTES };
  if (poster !== undefined) {
    const asked = from.archive === undefined ? from.client.cdnPicture({ poster }, options) : undefined;
    if (asked === undefined) throw new SentenceError('Nobody is asked for the poster of this film.');
    return await asked;
  }
  if (from.archive !== undefined) return await keptBytes(from.archive, cid);
  try {
    const asked = from.client.cdnPicture({ did, cid, preset: PRESETS[use] }, options);
    if (asked !== undefined) return await asked;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
  }
  const identity = await from.identityOf(did, signal);
  const blobs = await from.client.blobs(identity);
  return (await blobs.bytes(cid, { maxBytes: PICTURE_MAX_BYTES, signal })).bytes;
}

async function keptBytes({ file, kept }: BlobsAt, cid: string): Promise<Buffer> {
  const path = join(blobFolder(file, kept !== undefined), cid);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new SentenceError('It is not on this machine: atscope pull --blobs brings it.');
  if (found.size > PICTURE_MAX_BYTES) throw new SentenceError('It has more bytes than atscope reads.');
  return await readFile(path);
}
