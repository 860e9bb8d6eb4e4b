import { createHash } from 'node:crypto';
import { blobDigest } from '../../atproto/blob-cid.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoredRecord, Write } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { Writer } from '../../atproto/writes/writer.js';
import type {
  KeptBlob,
  MadeChange,
  PreferenceChange,
  ProcedureChange,
  RecordChange,
  UndoEntry,
} from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import { errorSentence } from '../../text/error-sentence.js';

/** What changes are undone with. */
export interface UndoDeps {
  readonly writer: Writer;
  readonly undo: UndoJournal;
  /** Calls a procedure as the account in use. */
  call(nsid: string, input: object): Promise<unknown>;
  /** Puts a preference back, where it is still as it was left. Throws a WriteError where it is not. */
  putBack(change: PreferenceChange, signal: AbortSignal | undefined): Promise<void>;
}

export interface UndoOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What became of undoing. */
export interface UndoOutcome {
  readonly undone: readonly MadeChange[];
  /** What stays as it is, and why, as a sentence; `isFinal` where another try would change nothing. */
  readonly left: readonly { readonly change: MadeChange; readonly why: string; readonly isFinal: boolean }[];
}

/**
 * Turns the changes of an entry back, the last one first, each under a guard: what was changed again since is left, and told. What is
 * undone is taken out of the journal; what failed stays in it. Throws an AbortError, after which what was undone is out of the journal.
 */
export async function undoEntry(
  deps: UndoDeps,
  entry: UndoEntry,
  { signal, onProgress }: UndoOptions = {},
): Promise<UndoOutcome> {
  const undone: MadeChange[] = [];
  const left: { change: MadeChange; why: string; isFinal: boolean }[] = [];
  const waiting = [...entry.changes];
  try {
    for (let change = waiting.at(-1); change !== undefined; change = waiting.at(-1)) {
      signal?.throwIfAborted();
      const why = await undoChange(deps, change, signal);
      if (why === undefined) undone.push(change);
      else left.push({ change, ...why });
      waiting.pop();
      onProgress?.(undone.length + left.length, entry.changes.length);
    }
  } finally {
    const stays = left.filter(({ isFinal }) => !isFinal).map(({ change }) => change);
    await deps.undo.undone(entry.id, [...waiting, ...stays.reverse()]);
  }
  return { undone, left };
}

/** Undefined once it is undone, else why it is not. */
async function undoChange(
  deps: UndoDeps,
  change: MadeChange,
  signal: AbortSignal | undefined,
): Promise<{ why: string; isFinal: boolean } | undefined> {
  try {
    if (change.kind === 'procedure') await undoCall(deps, change);
    else if (change.kind === 'preference') await deps.putBack(change, signal);
    else await undoRecord(deps, change, signal);
    return undefined;
  } catch (error) {
    if (isAbortError(error)) throw error;
    const isFinal = error instanceof WriteError && ['changed', 'exists', 'gone'].includes(error.kind);
    return { why: errorSentence(error), isFinal };
  }
}

async function undoCall(
  { call }: UndoDeps,
  { opposite, input, oppositeInput }: ProcedureChange,
): Promise<void> {
  await call(opposite, oppositeInput ?? input);
}

async function undoRecord(
  deps: UndoDeps,
  change: RecordChange,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { writer } = deps;
  const { collection, rkey, before, after } = change;
  const write = backOf(change);
  if (write === undefined) return;
  if (before !== undefined) await putBlobsBack(deps, change.blobs, signal);
  try {
    await writer.write(write, { signal });
  } catch (error) {
    // It may be as it was already: undone by another run, or never changed where a run was killed in the middle.
    const now = await writer.read(collection, rkey, { signal });
    if (isSame(now, before)) return;
    if (!isInvalid(error) || !isSame(now, after)) throw error;
    // It was there, however its lexicon has changed since.
    await writer.write(write, { validate: false, signal });
  }
}

const isSame = (now: StoredRecord | undefined, then: { readonly cid: string } | undefined): boolean =>
  now?.cid === then?.cid;

const isInvalid = (error: unknown): boolean =>
  error instanceof WriteError && (error.kind === 'invalid' || error.kind === 'unknown-lexicon');

/** The write that turns a change back; undefined where there is none. */
function backOf({ collection, rkey, before, after }: RecordChange): Write | undefined {
  if (before === undefined) return after && { kind: 'delete', collection, rkey, swap: after.cid };
  return after === undefined
    ? { kind: 'create', collection, rkey, json: before.json }
    : { kind: 'update', collection, rkey, json: before.json, swap: after.cid };
}

/** A blob that no record refers to is gone at the PDS: its bytes are sent once more, and have the same CID. */
async function putBlobsBack(
  { writer, undo }: UndoDeps,
  blobs: readonly KeptBlob[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { cid, type } of blobs) {
    const bytes = await undo.blob(cid);
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== blobDigest(cid)) continue;
    await writer.upload(bytes, type, { signal });
  }
}
