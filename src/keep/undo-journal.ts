import type { KeptBlob, MadeChange, UndoEntry } from './made-change.js';

/**
 * What was changed in one's own repositories, on disk, so that it can be undone in a later run, too. Nothing is sent before it is noted
 * here: `begin` rejects where the disk does not take it. An entry counts once `done` has said of its changes that they were made.
 */
export interface UndoJournal {
  /** Notes what is going to be changed. */
  begin(
    entry: Pick<UndoEntry, 'did' | 'title' | 'isUndo'> & { readonly changes: readonly MadeChange[] },
  ): Promise<OpenEntry>;
  /** Goes on with an entry that a run before has begun and not ended. */
  reopen(id: string): Promise<OpenEntry>;
  /** The newest change of one account that is not undone; with `isUndo` the newest undoing that is not taken back. */
  last(did: string, options?: { readonly isUndo?: boolean }): Promise<UndoEntry | undefined>;
  /** All that can be taken back, undoings too, newest first. */
  list(did: string): Promise<readonly UndoEntry[]>;
  /**
   * Says which changes of an entry were undone; what is added to it meanwhile stays. With `isTried` those that stay were tried and cannot be
   * undone for now: `last` gives what is older before it comes back to them.
   */
  undone(id: string, changes: readonly MadeChange[], options?: { readonly isTried?: boolean }): Promise<void>;
  /** Keeps the bytes of a blob. */
  saveBlob(blob: Pick<KeptBlob, 'cid'>, bytes: Uint8Array): Promise<void>;
  /** What is kept under the CID of a blob, for whoever asks to hold against it; undefined where nothing is. */
  blob(cid: string): Promise<Uint8Array | undefined>;
}

/** An entry whose changes are being made. */
export interface OpenEntry {
  readonly id: string;
  /** Adds to it, before it is made. */
  add(changes: readonly MadeChange[]): Promise<void>;
  /** These were made, with what they came to; what was not made is dropped when the entry ends. */
  done(changes: readonly MadeChange[]): Promise<void>;
  /** The same of records that were added, by `collection/rkey`. */
  made(keys: readonly string[]): Promise<void>;
  /** Ends it; an entry without a change that was made is forgotten. */
  end(): Promise<void>;
}
