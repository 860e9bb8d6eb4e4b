import { recordCid } from './record-cid.js';
import type { Look } from './settle.js';
import type { StoredRecord, Write, Written } from './write.js';

/** A write as it is sent: with the key that the record gets. */
export type KeyedWrite = Write & { readonly rkey: string };

/** The CID that a record is going to have; undefined for what is deleted, and where that cannot be told. */
export const expectedCid = async (write: KeyedWrite): Promise<string | undefined> =>
  write.kind === 'delete' ? undefined : await recordCid(write.json).catch(() => undefined);

/** What a record that was read says of a write that was sent. */
export function lookAt(write: KeyedWrite, expected: string | undefined, now: StoredRecord | undefined): Look {
  if (write.kind !== 'delete' && expected === undefined) return 'unknown';
  if (now?.cid === expected) return 'made';
  if (write.kind === 'create') return now === undefined ? 'open' : 'other';
  return write.swap === undefined || now?.cid === write.swap ? 'open' : 'other';
}

/** What would have been answered to a write that was made. */
export const madeOf = (write: KeyedWrite, cid: string | undefined): Written => ({
  collection: write.collection,
  rkey: write.rkey,
  cid,
  isChange: write.kind !== 'update' || write.swap !== cid,
  validity: undefined,
});
