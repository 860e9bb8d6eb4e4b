import type { StoredRecord, Write } from '../../atproto/writes/write.js';
import { WriteError } from '../../atproto/writes/write-error.js';
import type { Writer } from '../../atproto/writes/writer.js';
import type { RecordChange } from '../../keep/made-change.js';
import type { UndoJournal } from '../../keep/undo-journal.js';
import { backOf, isSame, putBlobsBack } from './undo-record.js';

/** Changes that go at once, and characters of their records: the reference PDS takes a body of a million bytes. */
const BATCH_MAX = 100;
const BATCH_MAX_CHARACTERS = 200_000;
/** A commit that comes between the reading and the writing has both done again. */
const TRIES_MAX = 5;
const READS_AT_ONCE = 8;

export interface BatchDeps {
  readonly writer: Pick<Writer, 'head' | 'read' | 'writeAll' | 'upload'>;
  readonly undo: Pick<UndoJournal, 'blob'>;
}

/** The last ones of these changes that can be undone at once, the last one last; none where the last one is no record. */
export function lastBatch<Change extends { readonly kind: string }>(
  changes: readonly (Change | RecordChange)[],
): readonly RecordChange[] {
  const batch: RecordChange[] = [];
  const keys = new Set<string>();
  let characters = 0;
  for (let index = changes.length - 1; index >= 0 && batch.length < BATCH_MAX; index -= 1) {
    const change = changes[index];
    if (!change || !isRecord(change)) break;
    const key = `${change.collection}/${change.rkey}`;
    characters += change.before?.json.length ?? 0;
    if (keys.has(key) || (characters > BATCH_MAX_CHARACTERS && batch.length > 0)) break;
    keys.add(key);
    batch.push(change);
  }
  return batch.reverse();
}

const isRecord = (change: { readonly kind: string } | RecordChange): change is RecordChange =>
  change.kind === 'record';

/**
 * Turns many changes back in one commit. They have no guards of their own there, so that all of them are read after the commit that the
 * batch is guarded by, and again where another came between. Gives those that are as they were before, and leaves those that somebody
 * changed since. Throws as `Writer.writeAll`: nothing was undone then.
 */
export async function undoBatch(
  deps: BatchDeps,
  changes: readonly RecordChange[],
  signal: AbortSignal | undefined,
): Promise<{ readonly undone: readonly RecordChange[]; readonly changed: readonly RecordChange[] }> {
  const { writer } = deps;
  const hasBlobs = new Set<RecordChange>();
  for (let tries = 1; ; tries += 1) {
    const head = await writer.head({ signal });
    const now = await readAll(deps, changes, signal);
    const open = changes.filter((change, index) => !isSame(now[index], change.before));
    const going = open.filter((change) => isSame(now[changes.indexOf(change)], change.after));
    const changed = open.filter((change) => !going.includes(change));
    for (const change of going) {
      if (change.before !== undefined && !hasBlobs.has(change)) {
        await putBlobsBack(deps, change.blobs, signal);
      }
      hasBlobs.add(change);
    }
    const writes = going.map(backOf).filter((write): write is Write => write !== undefined);
    try {
      if (writes.length > 0) await writer.writeAll(writes, { swapCommit: head.cid, signal });
      return { undone: changes.filter((change) => !changed.includes(change)), changed };
    } catch (error) {
      if (!(error instanceof WriteError && error.kind === 'head') || tries >= TRIES_MAX) throw error;
    }
  }
}

/** The records as they are now, in the order of the changes. */
async function readAll(
  { writer }: BatchDeps,
  changes: readonly RecordChange[],
  signal: AbortSignal | undefined,
): Promise<readonly (StoredRecord | undefined)[]> {
  const found: (StoredRecord | undefined)[] = [];
  let next = 0;
  async function readOn(): Promise<void> {
    for (let index = next++; index < changes.length; index = next++) {
      const change = changes[index];
      if (change !== undefined) found[index] = await writer.read(change.collection, change.rkey, { signal });
    }
  }
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readOn));
  return found;
}
