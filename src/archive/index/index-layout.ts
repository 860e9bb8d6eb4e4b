import { offsetsFor } from '../offsets-for.js';
import type { ArchiveFacts } from '../opened-archive.js';
import type { RowArrays } from '../rows.js';

/**
 * An index on disk: a head of numbers in the machine's own order, what is known of the archive (as v8.serialize writes it), and the
 * columns of its rows, one behind the other.
 */
export const INDEX_MAGIC = 0x61747378;
/** Is another one whenever what is written, or what is found wrong with archives, is another than before. */
export const INDEX_VERSION = 1;

/** Numbers of the head: magic, version, bytes of what is known, its CRC-32, and that of the columns. */
export const HEAD_NUMBERS = 5;
export const HEAD_BYTES = HEAD_NUMBERS * 4;

/** What is known of the archive, and what ties the index to the file. */
export interface IndexTold {
  readonly facts: ArchiveFacts;
  /** How the CAR begins, its root among it. */
  readonly begin: Uint8Array;
  /** Bytes of all record keys. */
  readonly keyBytes: number;
}

/** More than the header of a CAR with one root takes. */
export const BEGIN_BYTES = 128;

/** Room for the rows of an index: memory that is not touched costs nothing. */
export function roomFor({ facts, keyBytes }: IndexTold): RowArrays {
  const { records, bytes } = facts;
  return {
    offsets: offsetsFor(bytes, records),
    sizes: new Uint32Array(records),
    keyEnds: new Uint32Array(records),
    keys: new Uint8Array(keyBytes),
  };
}

/** The bytes of the columns as they follow one another in the file. */
export const columnBytes = ({
  offsets,
  sizes,
  keyEnds,
  keys,
}: RowArrays): readonly Uint8Array<ArrayBuffer>[] =>
  [offsets, sizes, keyEnds, keys].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
