import { createHash } from 'node:crypto';
import { blobDigest } from '../../atproto/blob-cid.js';
import type { StoredRecord, Write } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { Writer } from '../../atproto/writes/writer.js';
import type { KeptBlob, KeptRecord, RecordChange } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';

interface RecordDeps {
  readonly writer: Pick<Writer, 'read' | 'write' | 'upload'>;
  readonly undo: Pick<UndoJournal, 'blob'>;
}

/** Turns one change back, under the guard of what it made. Resolves to the CID that the record has then. Throws as `Writer.write`. */
export async function undoRecord(
  deps: RecordDeps,
  change: RecordChange,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { writer } = deps;
  const { collection, rkey, before, after } = change;
  const write = backOf(change);
  if (write === undefined) return undefined;
  if (before !== undefined) await putBlobsBack(deps, change.blobs, signal);
  try {
    return (await writer.write(write, { signal })).cid;
  } catch (error) {
    if (!(error instanceof WriteError) || error.kind === 'uncertain') throw error;
    // It may be as it was already: undone by another run, or never changed where a run was killed in the middle.
    const now = await writer.read(collection, rkey, { signal });
    if (isSame(now, before)) return before?.cid;
    if (!isInvalid(error) || !isSame(now, after)) throw error;
    // It was there, however its lexicon has changed since.
    return (await writer.write(write, { validate: false, signal })).cid;
  }
}

export const isSame = (now: StoredRecord | undefined, then: KeptRecord | undefined): boolean =>
  now?.cid === then?.cid;

const isInvalid = ({ kind }: WriteError): boolean => kind === 'invalid' || kind === 'unknown-lexicon';

/** The write that turns a change back; undefined where there is none. */
export function backOf({ collection, rkey, before, after }: RecordChange): Write | undefined {
  if (before === undefined) return after && { kind: 'delete', collection, rkey, swap: after.cid };
  return after === undefined
    ? { kind: 'create', collection, rkey, json: before.json }
    : { kind: 'update', collection, rkey, json: before.json, swap: after.cid };
}

/** A blob that no record refers to is gone at the PDS: its bytes are sent once more, and have the same CID. */
export async function putBlobsBack(
  { writer, undo }: Pick<RecordDeps, 'undo'> & { readonly writer: Pick<Writer, 'upload'> },
  blobs: readonly KeptBlob[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { cid, type } of blobs) {
    const bytes = await undo.blob(cid);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== blobDigest(cid)) continue;
    await writer.upload(bytes, type, { signal });
  }
}
