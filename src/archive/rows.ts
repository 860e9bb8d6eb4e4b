import { tidTimeIn } from '../atproto/tid.js';
import type { ArchiveCollection } from './archive.js';

/** Where the records stand, in the order of their keys, an array for each thing: they go to another thread as they are. */
export interface RowArrays {
  /** Of the bodies in the file. */
  readonly offsets: Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  readonly sizes: Uint32Array<ArrayBuffer>;
  /** Where each record key ends among all of them. */
  readonly keyEnds: Uint32Array<ArrayBuffer>;
  /** Record keys, one behind the other. */
  readonly keys: Uint8Array<ArrayBuffer>;
}

/** What rows are read from: memory, or a file as far as it is asked for. */
export interface RowColumns {
  offset(row: number): number;
  size(row: number): number;
  /** Of all rows. */
  offsets(): RowArrays['offsets'];
  keyEnd(row: number): number;
  /** All keys, of which those from … to … are there. */
  keys(from: number, to: number): Buffer<ArrayBuffer>;
}

/** Rows that are in memory as a whole. */
export function heldColumns({ offsets, sizes, keyEnds, keys: bytes }: RowArrays): RowColumns {
  const keys = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    offset: (row) => offsets[row] ?? 0,
    size: (row) => sizes[row] ?? 0,
    offsets: () => offsets,
    keyEnd: (row) => keyEnds[row] ?? 0,
    keys: () => keys,
  };
}

/** The rows of an archive. All throw a RangeError for a row that there is not. */
export class Rows {
  readonly count: number;
  readonly collections: readonly ArchiveCollection[];
  readonly #columns: RowColumns;

  constructor(count: number, collections: readonly ArchiveCollection[], columns: RowColumns) {
    this.count = count;
    this.collections = collections;
    this.#columns = columns;
  }

  rkey(row: number): string {
    this.#check(row);
    const start = this.#keyStart(row);
    const end = this.#columns.keyEnd(row);
    return this.#columns.keys(start, end).toString('utf8', start, end);
  }

  /** As `tidTime` of its key. */
  keyTime(row: number): number | undefined {
    this.#check(row);
    const start = this.#keyStart(row);
    const end = this.#columns.keyEnd(row);
    return tidTimeIn(this.#columns.keys(start, end), start, end);
  }

  offset(row: number): number {
    this.#check(row);
    return this.#columns.offset(row);
  }

  size(row: number): number {
    this.#check(row);
    return this.#columns.size(row);
  }

  collectionOf(row: number): ArchiveCollection {
    this.#check(row);
    let low = 0;
    let high = this.collections.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.collections[middle]?.first ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const collection = this.collections[low];
    if (collection === undefined) throw new RangeError(`no row ${row}`);
    return collection;
  }

  /** Row of a record, or -1. */
  find(name: string, rkey: string): number {
    const collection = this.collections.find((one) => one.name === name);
    if (collection === undefined) return -1;
    const wanted = Buffer.from(rkey);
    let low = collection.first;
    let high = collection.first + collection.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#compare(wanted, middle);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #compare(wanted: Buffer, row: number): number {
    const start = this.#keyStart(row);
    const end = this.#columns.keyEnd(row);
    return this.#columns.keys(start, end).compare(wanted, 0, wanted.length, start, end);
  }

  #keyStart(row: number): number {
    return row === 0 ? 0 : this.#columns.keyEnd(row - 1);
  }

  #check(row: number): void {
    if (!Number.isInteger(row) || row < 0 || row >= this.count) throw new RangeError(`no row ${row}`);
  }
}
