import type { AtClient } from '../../atproto/client.js';
import { recordCid } from '../../atproto/writes/record-cid.js';
import type { StoredRecord, Write, Written } from '../../atproto/writes/write.js';
import { isOutcomeUnknown, WriteError } from '../../atproto/writes/write-error.js';
import type { RecordChange } from '../../keep/made-change.js';
import type { OpenEntry, UndoJournal } from '../../keep/undo-journal.js';
import type { Sentence } from '../../text/sentence.js';
import { keepBlobs } from './keep-blobs.js';

/** What changes are made with. */
export interface ChangeDeps {
  readonly client: Pick<AtClient, 'writer' | 'blobs' | 'resolve'>;
  readonly undo: UndoJournal;
}

export interface ChangeOptions {
  /** Whose repository it is for: where another account is used by then, nothing is written. Default: whoever is used. */
  readonly did?: string | undefined;
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
  deps: ChangeDeps,
  write: Write,
  { title, ...options }: ChangeOptions,
): Promise<Written> {
  const changes = new ChangeRun(deps, title);
  try {
    return await changes.make(write, options);
  } finally {
    await changes.end();
  }
}

/** Changes that are made one after the other and undone at once. */
export class ChangeRun {
  readonly #deps: ChangeDeps;
  readonly #title: string;
  #entry: OpenEntry | undefined;
  #hasUncertain = false;
  /** What was there before the run, of records that it has changed. */
  readonly #before = new Map<string, Pick<RecordChange, 'before' | 'blobs'>>();

  constructor(deps: ChangeDeps, title: string) {
    this.#deps = deps;
    this.#title = title;
  }

  /** As {@link makeChange}. */
  async make(
    asked: Write,
    { did, validate, signal, onNote }: Omit<ChangeOptions, 'title'> = {},
  ): Promise<Written> {
    const { client, undo } = this.#deps;
    const writer = await client.writer();
    if (did !== undefined && did !== writer.did) throw otherAccount();
    const write = await withKey(asked);
    const key = `${write.collection}/${write.rkey}`;
    const found =
      write.kind === 'create' ? undefined : await writer.read(write.collection, write.rkey, { signal });
    const blobs =
      found === undefined
        ? []
        : await keepBlobs({ client, undo }, writer.did, found.json, {
            after: write.kind === 'delete' ? undefined : write.json,
            signal,
            onNote,
          });
    const earlier = this.#before.get(key);
    // What the run itself has written is not what it is turned back to.
    const before = earlier ? earlier.before : found;
    const kept = earlier ? [...earlier.blobs, ...blobs] : blobs;
    await this.#note(writer.did, { ...(await changeOf(write, before)), blobs: kept });
    try {
      const written = await writer.write(write, { validate, signal });
      if (written.isChange) {
        this.#before.set(key, { before, blobs: kept });
        await this.#entry?.done([{ ...(await changeOf(write, before, written)), blobs: kept }]);
      }
      return written;
    } catch (error) {
      if (isOutcomeUnknown(error)) this.#hasUncertain = true;
      throw error;
    }
  }

  /** Where nobody knows what was written it stays open, so that it counts as done. */
  async end(): Promise<void> {
    if (!this.#hasUncertain) await this.#entry?.end();
  }

  async #note(did: string, change: RecordChange): Promise<void> {
    if (this.#entry !== undefined) return await this.#entry.add([change]);
    this.#entry = await this.#deps.undo.begin({ did, title: this.#title, changes: [change] });
  }
}

/** Why nothing is written where somebody else is used by the time that it would be. */
export const otherAccount = (): WriteError =>
  new WriteError('other-account', 'Another account is used now: nothing was written.');

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
