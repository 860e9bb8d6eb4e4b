import { isAbortError } from '../../atproto/calls/abort-error.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { AtClient } from '../../atproto/client.js';
import { nameOf } from '../../atproto/writes/sendable-record.js';
import { isOutcomeUnknown, WriteError, type WriteProblem } from '../../atproto/writes/write-error.js';
import type { Writer } from '../../atproto/writes/writer.js';
import {
  type KeptBlob,
  type MadeChange,
  type PreferenceChange,
  turnedBack,
  type UndoEntry,
} from '../../keep/made-change.js';
import type { OpenEntry, UndoJournal } from '../../keep/undo-journal.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Sentence } from '../../text/sentence.js';
import { keepBlobs } from './keep-blobs.js';
import { lastBatch, undoBatch } from './undo-batch.js';
import { undoRecord } from './undo-record.js';

/** What changes are undone with. */
export interface UndoDeps {
  readonly client: Pick<AtClient, 'blobs' | 'resolve'>;
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
  /** Is told what is worth knowing, such as that a blob could not be kept. */
  readonly onNote?: ((note: Sentence) => void) | undefined;
}

interface LeftChange {
  readonly change: MadeChange;
  /** Why it stays as it is, as a sentence. */
  readonly why: string;
  readonly error: unknown;
  /** Another try would change nothing. */
  readonly isFinal: boolean;
}

/** What became of undoing; what is neither undone nor left waits in the journal. */
export interface UndoOutcome {
  readonly undone: readonly MadeChange[];
  readonly left: readonly LeftChange[];
}

/** Fewer are turned back one by one, each under its own guard. */
const MANY_MIN = 5;

/**
 * Turns the changes of an entry back, the last one first, each under a guard: what was changed again since is left, and told. It is noted
 * as a change of its own before, blobs and all, so that it can be taken back. What is undone is taken out of the journal; what failed stays
 * in it. Throws an AbortError, after which what was undone is out of the journal.
 */
export async function undoEntry(
  deps: UndoDeps,
  entry: UndoEntry,
  options: UndoOptions = {},
): Promise<UndoOutcome> {
  const { did, title, isUndo = false } = entry;
  const opened = await deps.undo.begin({ did, title, isUndo: !isUndo, changes: [] });
  const run = new UndoRun(deps, opened, entry, options);
  try {
    await run.all();
  } finally {
    await run.end();
  }
  return { undone: run.undone, left: run.left };
}

class UndoRun {
  readonly undone: MadeChange[] = [];
  readonly left: LeftChange[] = [];
  readonly #deps: UndoDeps;
  readonly #opened: OpenEntry;
  readonly #entry: UndoEntry;
  readonly #options: UndoOptions;
  /** The next one is the last. */
  readonly #waiting: MadeChange[];
  #isUncertain = false;
  #isStopped = false;

  constructor(deps: UndoDeps, opened: OpenEntry, entry: UndoEntry, options: UndoOptions) {
    this.#deps = deps;
    this.#opened = opened;
    this.#entry = entry;
    this.#options = options;
    this.#waiting = [...entry.changes];
  }

  async all(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#options.signal?.throwIfAborted();
      const batch = lastBatch(this.#waiting);
      const goesOn =
        batch.length >= MANY_MIN ? await this.#many(batch) : await this.#one(this.#waiting.at(-1));
      this.#options.onProgress?.(this.undone.length + this.left.length, this.#entry.changes.length);
      if (!goesOn) return;
    }
  }

  async end(): Promise<void> {
    const isTried = this.#waiting.length === 0 && !this.#isStopped;
    const settled = this.left.filter(({ isFinal }) => isFinal).map(({ change }) => change);
    await this.#deps.undo.undone(this.#entry.id, [...this.undone, ...settled], { isTried });
    // Where nobody knows what was written it counts as done.
    if (!this.#isUncertain) await this.#opened.end();
  }

  /** False where the others would fare no better now. */
  async #many(batch: ReturnType<typeof lastBatch>): Promise<boolean> {
    const backs = new Map<MadeChange, MadeChange>();
    for (const change of batch) backs.set(change, await this.#back(change));
    await this.#opened.add([...backs.values()]);
    try {
      const { undone, changed } = await undoBatch(this.#deps, batch, this.#options.signal);
      this.#waiting.splice(-batch.length);
      await this.#opened.done(undone.map((change) => backs.get(change) ?? turnedBack(change)));
      this.undone.push(...undone);
      for (const change of changed) {
        const why = `${nameOf(change)} was changed meanwhile, or deleted.`;
        this.left.push({ change, why, error: new WriteError('changed', why), isFinal: true });
      }
      return true;
    } catch (error) {
      if (isAbortError(error)) throw error;
      if (this.#stops(error, batch.at(-1))) return false;
      // One of them fails all: which one, and why, is found out one by one.
      for (const change of batch.toReversed()) {
        this.#options.signal?.throwIfAborted();
        if (!(await this.#one(change))) return false;
      }
      return true;
    }
  }

  async #one(change: MadeChange | undefined): Promise<boolean> {
    if (change === undefined) return false;
    const back = await this.#back(change);
    await this.#opened.add([back]);
    try {
      const made = await this.#turn(change, back);
      this.#waiting.pop();
      await this.#opened.done([made]);
      this.undone.push(change);
      return true;
    } catch (error) {
      if (isAbortError(error)) throw error;
      if (this.#stops(error, change)) return false;
      this.#waiting.pop();
      const isFinal = error instanceof WriteError && FINAL.has(error.kind);
      this.left.push({ change, why: errorSentence(error), error, isFinal });
      return true;
    }
  }

  async #turn(change: MadeChange, back: MadeChange): Promise<MadeChange> {
    if (back.kind === 'procedure') await this.#deps.call(back.nsid, back.input);
    if (change.kind === 'preference') await this.#deps.putBack(change, this.#options.signal);
    if (change.kind !== 'record' || back.kind !== 'record') return back;
    const cid = await undoRecord(this.#deps, change, this.#options.signal);
    const { after } = back;
    if (after === undefined || cid === undefined || cid === after.cid) return back;
    this.#options.onNote?.(`${nameOf(change)} has another CID than it had: ${cid}.`);
    return { ...back, after: { ...after, cid } };
  }

  /** What is going to be done, for the journal; the blobs that it takes away are in it then. */
  async #back(change: MadeChange): Promise<MadeChange> {
    const back = turnedBack(change);
    if (back.kind !== 'record' || back.before === undefined) return back;
    const { signal, onNote } = this.#options;
    const blobs: readonly KeptBlob[] = await keepBlobs(this.#deps, this.#entry.did, back.before.json, {
      after: back.after?.json,
      signal,
      onNote,
    });
    return { ...back, blobs };
  }

  /** Notes a failure that the others would meet as well; whatever is left then waits. */
  #stops(error: unknown, change: MadeChange | undefined): boolean {
    const stops = error instanceof WriteError ? STOPPING.has(error.kind) : isOfService(error);
    if (!stops || change === undefined) return false;
    this.#isStopped = true;
    if (isOutcomeUnknown(error)) this.#isUncertain = true;
    this.#waiting.splice(this.#waiting.lastIndexOf(change), 1);
    this.left.push({ change, why: errorSentence(error), error, isFinal: false });
    return true;
  }
}

/** There is something else than was made: another try would find it, too. */
const FINAL: ReadonlySet<WriteProblem> = new Set(['changed', 'exists', 'gone']);

const STOPPING: ReadonlySet<WriteProblem> = new Set([
  'nobody',
  'other-account',
  'rate-limit',
  'scope',
  'uncertain',
]);

/** Whether the service cannot be spoken with now, or not as who is signed in. */
const isOfService = (error: unknown): boolean =>
  error instanceof XrpcError && (error.failure !== 'status' || error.status === 401 || error.status === 429);
