import type { CallOptions } from '../calls/call-options.js';
import type { BlobRef, StoredRecord, Write, Written } from './write.js';

export interface WriteOptions extends CallOptions {
  /**
   * True: the PDS is to refuse what it knows no lexicon of, too. False: it is to hold the record against nothing. Default: it refuses
   * what is not as a lexicon says that it knows.
   */
  readonly validate?: boolean | undefined;
}

/**
 * Writes to the repository of the account in use, at its own PDS. Every method throws a `WriteError` where the reason is one that
 * somebody can act on, else an `XrpcError`, and an AbortError. No write is sent twice by itself: after a cut connection the record is read,
 * and what was written is known to be.
 */
export interface Writer {
  readonly did: string;
  /** The record as it is now; undefined where there is none. */
  read(collection: string, rkey: string, options?: CallOptions): Promise<StoredRecord | undefined>;
  write(write: Write, options?: WriteOptions): Promise<Written>;
  /**
   * Makes at most {@link WRITES_MAX} of them at once, all or none, where the newest commit of the repository is still `swapCommit`.
   * The guards of the single writes are not sent, as there are none: whoever calls has read the CIDs after that commit.
   */
  writeAll(
    writes: readonly Write[],
    options: WriteOptions & { readonly swapCommit: string },
  ): Promise<readonly Written[]>;
  /** The newest commit. */
  head(options?: CallOptions): Promise<{ readonly cid: string; readonly rev: string }>;
  /** Sends the bytes of a file, for a record that is written next. `type` is what they are believed to be; the PDS looks itself. */
  upload(bytes: Uint8Array, type: string, options?: CallOptions): Promise<BlobRef>;
  /** Bytes that the PDS takes of a blob; undefined where it does not say. */
  blobMaxBytes(options?: CallOptions): Promise<number | undefined>;
}

/** What `com.atproto.repo.applyWrites` takes at once (packages/pds `applyWrites.ts`). */
export const WRITES_MAX = 200;
