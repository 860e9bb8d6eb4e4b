import { blobRefs } from '../../archive/blob-refs.js';
import { isBlobCid } from '../../atproto/blob-cid.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { KeptBlob } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import { errorSentence } from '../../text/error-sentence.js';
import { sanitise } from '../../text/sanitise.js';
import type { Sentence } from '../../text/sentence.js';

/** A larger one is not kept, which is told: it is held in memory on the way. */
const BLOB_MAX_BYTES = 256 * 1024 ** 2;

export interface KeepBlobsDeps {
  readonly client: Pick<AtClient, 'blobs' | 'resolve'>;
  readonly undo: Pick<UndoJournal, 'saveBlob'>;
}

export interface KeepBlobsOptions {
  /** The JSON of what takes the record's place: blobs that it goes on referring to stay where they are. */
  readonly after?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onNote?: ((note: Sentence) => void) | undefined;
}

/**
 * Puts the blobs that a record of one's own refers to into the undo journal: once no record refers to them, no PDS serves them
 * any more. One that the service does not give is told of, and is not among those that are given back. Throws where the service cannot be
 * reached, fails or takes no more for now: it may give it a moment later.
 */
export async function keepBlobs(
  { client, undo }: KeepBlobsDeps,
  did: string,
  before: string,
  { after, signal, onNote }: KeepBlobsOptions = {},
): Promise<readonly KeptBlob[]> {
  const stays = new Set(after === undefined ? [] : [...blobRefs(JSON.parse(after))].map(({ cid }) => cid));
  const refs = new Map([...blobRefs(JSON.parse(before))].map((ref) => [ref.cid, ref]));
  const going = [...refs.values()].filter(({ cid }) => !stays.has(cid) && isBlobCid(cid));
  if (going.length === 0) return [];
  const source = await client.blobs(await client.resolve(did, { signal }));
  const kept: KeptBlob[] = [];
  for (const { cid, mimeType } of going) {
    try {
      const { bytes, servedAs } = await source.bytes(cid, { maxBytes: BLOB_MAX_BYTES, signal });
      await undo.saveBlob({ cid }, bytes);
      kept.push({ cid, type: mimeType ?? servedAs ?? 'application/octet-stream', bytes: bytes.length });
    } catch (error) {
      if (isAbortError(error)) throw error;
      if (error instanceof Error && 'code' in error) throw error;
      if (isPassing(error)) throw error;
      onNote?.(
        `A blob (${cid.slice(0, 16)}…, ${sanitise(mimeType ?? 'of no type')}) could not be kept, so that it cannot be put back: ${errorSentence(error)}`,
      );
    }
  }
  return kept;
}

/** The service may have it and says nothing of it: nothing is taken away that could be kept a moment later. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof XrpcError)) return false;
  const { failure, status = 0 } = error;
  return failure === 'connection' || failure === 'timeout' || status === 429 || status >= 500;
}
