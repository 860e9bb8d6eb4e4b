import { setTimeout as pause } from 'node:timers/promises';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import { recordCid } from '../../atproto/writes/record-cid.js';
import type { StoredRecord } from '../../atproto/writes/write.js';
import { isOutcomeUnknown, WriteError } from '../../atproto/writes/write-error.js';
import { isUncertain } from '../../atproto/writes/write-words.js';
import { WRITES_MAX, type Writer } from '../../atproto/writes/writer.js';
import type { MadeChange } from '../../keep/made-change.js';
import type { ItemOutcome, KeptMany, ManyFiles, ManyItem } from '../../keep/many-files.js';
import type { OpenEntry, UndoJournal } from '../../keep/undo-journal.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Sentence } from '../../text/sentence.js';
import { keepBlobs } from './keep-blobs.js';
import { otherAccount } from './make-change.js';
import {
  doneOf,
  endsAll,
  type Indexed,
  limitOf,
  passedOver,
  pointsOf,
  type RecordItem,
  shownChange,
  writeOf,
} from './many-rules.js';
import { readAll } from './read-all.js';
import { affordableAt, type Spent } from './write-budget.js';

/** What many changes are made with. */
export interface ManyDeps {
  readonly client: Pick<AtClient, 'writer' | 'call' | 'blobs' | 'resolve' | 'sessions'>;
  readonly undo: UndoJournal;
  readonly files: ManyFiles;
}

export interface ManyOptions {
  readonly signal: AbortSignal;
  /** Is told after each batch, and while it is waited. */
  onProgress?(progress: ManyProgress): void;
  /** What was made, as soon as it is. */
  onMade?(changes: readonly MadeChange[]): void;
  /** Is told what is worth knowing, such as that a blob could not be kept. */
  onNote?(note: Sentence): void;
  /** Resolves when it may go on: at once, or once who paused it lets it. */
  gate?(): Promise<void>;
}

export interface ManyProgress {
  /** What was looked at, and of that what was made. */
  readonly done: number;
  readonly made: number;
  readonly total: number;
  /** Milliseconds since 1970 until which the host's budget is waited for. */
  readonly waitsUntil: number | undefined;
}

/** Tries for a batch, while somebody else writes to the same repository. */
const HEAD_TRIES_MAX = 8;
/** Tries for a batch whose answer does not come. */
const CUT_TRIES_MAX = 5;
const CUT_PAUSE_MS = 1_000;
/** A limit that is over by the clock here need not be so there; and no timer takes more than the second. */
const WAIT_MIN_MS = 1_000;
const WAIT_MAX_MS = 2 ** 31 - 1;

/**
 * Makes many changes, or what is left of them: records in batches of at most 200, all or none of a batch, calls one by one. Before each batch
 * its records are read again: one that is another than it was seen stays, and what is deleted is in the undo journal first, blobs and all.
 * A batch whose answer did not come is looked at, and never made twice. Resolves once nothing is left, to what became of each; rejects with an
 * AbortError, or with what makes all the rest impossible: then the rest is kept, and can be gone on with.
 */
export async function writeMany(
  deps: ManyDeps,
  many: KeptMany,
  options: ManyOptions,
): Promise<readonly ItemOutcome[]> {
  await deps.files.take(many.id);
  let isDone = false;
  try {
    const entry = await deps.undo.reopen(many.undo);
    const run = new ManyRun(deps, many, await deps.client.writer(), entry, options);
    const outcomes = await run.all();
    isDone = true;
    return outcomes;
  } finally {
    // Another run may go on.
    if (!isDone) await deps.files.leave(many.id).catch(() => {});
  }
}

class ManyRun {
  readonly #deps: ManyDeps;
  readonly #many: KeptMany;
  readonly #writer: Writer;
  readonly #entry: OpenEntry;
  readonly #options: ManyOptions;
  readonly #outcomes = new Map<number, ItemOutcome>();
  readonly #spent: Spent[];

  constructor(deps: ManyDeps, many: KeptMany, writer: Writer, entry: OpenEntry, options: ManyOptions) {
    this.#deps = deps;
    this.#many = many;
    this.#writer = writer;
    this.#entry = entry;
    this.#options = options;
    this.#spent = [...many.spent];
    for (const outcome of many.outcomes) this.#outcomes.set(outcome.index, outcome);
  }

  async all(): Promise<readonly ItemOutcome[]> {
    if (this.#writer.did !== this.#many.did) throw otherAccount();
    await this.#settleBegun();
    this.#tell();
    const open = this.#many.items
      .map((item, index) => ({ item, index }))
      .filter(({ index }) => !this.#outcomes.has(index));
    const records = open.filter((one): one is Indexed<RecordItem> => one.item.kind !== 'call');
    for (let at = 0; at < records.length; at += WRITES_MAX) {
      await this.#turn();
      await this.#batch(records.slice(at, at + WRITES_MAX));
    }
    for (const { item, index } of open) {
      if (item.kind !== 'call') continue;
      await this.#turn();
      await this.#call(item, index);
    }
    await this.#entry.end();
    await this.#deps.files.end(this.#many.id);
    return [...this.#outcomes.values()];
  }

  /** Where it may be stopped or paused. */
  async #turn(): Promise<void> {
    const { signal, gate } = this.#options;
    signal.throwIfAborted();
    await gate?.();
    signal.throwIfAborted();
  }

  #tell(waitsUntil?: number): void {
    const outcomes = [...this.#outcomes.values()];
    const made = outcomes.filter(({ result }) => result === 'done').length;
    const total = this.#many.items.length;
    this.#options.onProgress?.({ done: outcomes.length, made, total, waitsUntil });
  }

  async #note(outcomes: readonly ItemOutcome[], points = 0): Promise<void> {
    if (outcomes.length === 0) return;
    for (const outcome of outcomes) this.#outcomes.set(outcome.index, outcome);
    if (points > 0) this.#spent.push({ time: Date.now(), points });
    await this.#deps.files.note(this.#many.id, outcomes, points);
    this.#tell();
  }

  /** What a killed run had sent, and did not hear of. */
  async #settleBegun(): Promise<void> {
    const begun = this.#many.begun.flatMap((index): Indexed<RecordItem>[] => {
      const item = this.#many.items[index];
      return item && item.kind !== 'call' ? [{ index, item }] : [];
    });
    if (begun.length > 0) await this.#noteMade(begun);
  }

  /** Notes of what was sent that which was made; gives the rest. */
  async #noteMade(sent: readonly Indexed<RecordItem>[]): Promise<readonly Indexed<RecordItem>[]> {
    const now = await readAll(this.#writer, sent, this.#options.signal);
    const made: Indexed<RecordItem>[] = [];
    const rest: Indexed<RecordItem>[] = [];
    for (const one of sent) {
      const found = now.get(one.index);
      const isMade =
        one.item.kind === 'delete' ? found === undefined : found?.cid === (await recordCid(one.item.json));
      (isMade ? made : rest).push(one);
    }
    await this.#entry.made(made.map(({ item }) => `${item.collection}/${item.rkey}`));
    await this.#note(made.map(doneOf), pointsOf(made));
    this.#options.onMade?.(made.map(({ item }) => shownChange(item)));
    return rest;
  }

  async #batch(items: readonly Indexed<RecordItem>[]): Promise<void> {
    let open = items;
    let cuts = 0;
    for (let tries = 1; open.length > 0; tries += 1) {
      await this.#afford(pointsOf(open));
      try {
        await this.#attempt(open);
        return;
      } catch (error) {
        if (isAbortError(error)) throw error;
        const wait = limitOf(error);
        if (wait !== undefined) {
          await this.#waitUntil(wait);
        } else if (isUncertain(error) || isOutcomeUnknown(error)) {
          cuts += 1;
          if (cuts >= CUT_TRIES_MAX) throw error;
          await pause(CUT_PAUSE_MS * cuts, undefined, { signal: this.#options.signal });
          open = await this.#noteMade(open.filter(({ index }) => !this.#outcomes.has(index)));
        } else if (error instanceof WriteError && error.kind === 'head') {
          if (tries >= HEAD_TRIES_MAX) throw error;
        } else if (endsAll(error)) {
          throw error;
        } else if (open.length === 1) {
          await this.#note(open.map(({ index }) => ({ index, result: 'failed', why: errorSentence(error) })));
          return;
        } else {
          // One of them is refused, and takes the others with it: each by itself.
          for (const one of open) if (!this.#outcomes.has(one.index)) await this.#batch([one]);
          return;
        }
      }
      open = open.filter(({ index }) => !this.#outcomes.has(index));
    }
  }

  /** Reads a batch, notes it, and sends it under the commit that was the newest before it was read. */
  async #attempt(items: readonly Indexed<RecordItem>[]): Promise<void> {
    const { signal, onMade } = this.#options;
    const { cid: swapCommit } = await this.#writer.head({ signal });
    const now = await readAll(this.#writer, items, signal);
    const ready: Indexed<RecordItem>[] = [];
    const passed: ItemOutcome[] = [];
    for (const one of items) {
      const result = passedOver(one.item, now.get(one.index));
      if (result === undefined) ready.push(one);
      else passed.push({ index: one.index, result });
    }
    await this.#note(passed);
    if (ready.length === 0) return;
    const changes: MadeChange[] = [];
    for (const { item, index } of ready) changes.push(await this.#changeOf(item, now.get(index)));
    await this.#entry.add(changes);
    await this.#deps.files.begin(
      this.#many.id,
      ready.map(({ index }) => index),
    );
    // Not stopped half way: its outcome is soon known.
    await this.#writer.writeAll(
      ready.map(({ item, index }) => writeOf(item, now.get(index))),
      { swapCommit },
    );
    await this.#entry.done(changes);
    await this.#note(ready.map(doneOf), pointsOf(ready));
    onMade?.(changes);
  }

  async #changeOf(item: RecordItem, before: StoredRecord | undefined): Promise<MadeChange> {
    const { collection, rkey } = item;
    const { client, undo } = this.#deps;
    const { signal } = this.#options;
    const blobs =
      item.kind === 'delete' && before !== undefined
        ? await keepBlobs({ client, undo }, this.#writer.did, before.json, {
            signal,
            onNote: this.#options.onNote,
          })
        : [];
    const after = item.kind === 'create' ? { cid: await recordCid(item.json), json: item.json } : undefined;
    return { kind: 'record', collection, rkey, before, after, blobs };
  }

  async #call(item: Extract<ManyItem, { kind: 'call' }>, index: number): Promise<void> {
    const { nsid, input, opposite } = item;
    const change: MadeChange = { kind: 'procedure', nsid, input, opposite };
    const { signal } = this.#options;
    await this.#entry.add([change]);
    for (let cuts = 0; ; cuts += 1) {
      try {
        const { client } = this.#deps;
        if (client.sessions.current?.did !== this.#many.did) throw otherAccount();
        // Doing it twice is doing it once.
        await client.call(nsid, input, { signal });
        await this.#entry.done([change]);
        await this.#note([{ index, result: 'done' }]);
        this.#options.onMade?.([change]);
        return;
      } catch (error) {
        if (isAbortError(error) || endsAll(error)) throw error;
        const wait = limitOf(error);
        if (wait !== undefined) await this.#waitUntil(wait);
        else if (isUncertain(error)) {
          // With the service away, the rest would fare no better.
          if (cuts >= CUT_TRIES_MAX) throw error;
          await pause(CUT_PAUSE_MS * (cuts + 1), undefined, { signal });
        } else {
          await this.#note([{ index, result: 'failed', why: errorSentence(error) }]);
          return;
        }
      }
    }
  }

  async #afford(points: number): Promise<void> {
    const now = Date.now();
    const at = affordableAt(this.#spent, points, now);
    if (at > now) await this.#waitUntil(at);
  }

  async #waitUntil(time: number): Promise<void> {
    this.#tell(time);
    const ms = Math.min(Math.max(time - Date.now(), WAIT_MIN_MS), WAIT_MAX_MS);
    await pause(ms, undefined, { signal: this.#options.signal });
    this.#tell();
  }
}
