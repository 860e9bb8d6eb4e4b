import type { AtClient } from '../../atproto/client.js';
import { recordCid } from '../../atproto/writes/record-cid.js';
import type { StoredRecord, Write, Written } from '../../atproto/writes/write.js';
import type { RecordChange } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import type { Sentence } from '../../text/sentence.js';
import { keepBlobs } from './keep-blobs.js';

/** What changes are made with. */
export interface ChangeDeps {
  readonly client: Pick<AtClient, 'writer' | 'blobs' | 'resolve'>;
  readonly undo: UndoJournal;
}

export interface ChangeOptions {
  /** What is done, for the undo journal: `deleted a post`. */
  readonly title: string;
  readonly validate?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is told what is worth knowing, such as that a blob could not be kept. */
  readonly onNote?: ((note: Sentence) => void) | undefined;
}

/**
 * Makes one change of one record. What it takes away is in the undo journal before anything is sent, blobs and all. Throws as
 * `Writer.write`, and the error of the file system where the journal cannot be written: nothing was sent then.
 */
export async function makeChange(
  { client, undo }: ChangeDeps,
  asked: Write,
  { title, validate, signal, onNote }: ChangeOptions,
): Promise<Written> {
  const writer = await client.writer();
  const write = await withKey(asked);
  const before =
    write.kind === 'create' ? undefined : await writer.read(write.collection, write.rkey, { signal });
  const change = await changeOf(write, before);
  const blobs =
    before === undefined
      ? []
      : await keepBlobs({ client, undo }, writer.did, before.json, {
          after: write.kind === 'delete' ? undefined : write.json,
          signal,
          onNote,
        });
  const entry = await undo.begin({ did: writer.did, title, changes: [{ ...change, blobs }] });
  try {
    const written = await writer.write(write, { validate, signal });
    if (written.isChange) await entry.done([{ ...(await changeOf(write, before, written)), blobs }]);
    await entry.end();
    return written;
  } catch (error) {
    if (!isOpen(error)) await entry.end();
    throw error;
  }
}

/** Where nobody knows what was written the entry stays open, so that it counts as done. */
const isOpen = (error: unknown): boolean =>
  error instanceof Error && 'kind' in error && error.kind === 'uncertain';

/** A new record has its key before it is noted. */
async function withKey(write: Write): Promise<Write & { readonly rkey: string }> {
  if (write.rkey !== undefined) return { ...write, rkey: write.rkey };
  const { now } = await import('@atcute/tid');
  return { ...write, rkey: now() };
}

/** The change as the journal has it; before it is made, with the CID that the record is going to have. */
export async function changeOf(
  write: Write & { readonly rkey: string },
  before: StoredRecord | undefined,
  written?: Written,
): Promise<RecordChange> {
  const { kind, collection, rkey } = write;
  const after =
    kind === 'delete'
      ? undefined
      : { cid: written?.cid ?? (await recordCid(write.json).catch(() => '')), json: write.json };
  return { kind: 'record', collection, rkey, before, after, blobs: [] };
}
