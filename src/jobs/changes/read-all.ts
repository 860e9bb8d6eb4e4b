import type { StoredRecord } from '../../atproto/writes/write.js';
import type { Writer } from '../../atproto/writes/writer.js';
import type { Indexed, RecordItem } from './many-rules.js';

/** Records that are read at a time. */
const READS_MAX = 8;

/** The records as they are now, by the index of their item; none for those that are not there. Throws as `Writer.read`. */
export async function readAll(
  writer: Pick<Writer, 'read'>,
  items: readonly Indexed<RecordItem>[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, StoredRecord>> {
  const found = new Map<number, StoredRecord>();
  const waiting = [...items];
  async function readNext(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const record = await writer.read(one.item.collection, one.item.rkey, { signal });
      if (record !== undefined) found.set(one.index, record);
    }
  }
  await Promise.all(Array.from({ length: READS_MAX }, readNext));
  return found;
}
