import type { ArchiveCollection } from './archive.js';
import { grown, offsetsFor } from './grown.js';

/** How many bytes of record keys a file may have for each of its own: prefixes let a few bytes of a node make long keys. */
const KEY_GROWTH_MAX = 4;
const KEY_SPARE_BYTES = 65_536;
/** The keys of most records are TIDs of 13 bytes. */
const KEY_GUESS_BYTES = 14;
const SPARE_ROWS = 64;

/** Where the records stand, in the order of their keys, in typed arrays. Of the keys it holds the record keys; collections are ranges. */
export class RowTable {
  count = 0;
  readonly collections: ArchiveCollection[] = [];
  #offsets: Float64Array | Uint32Array;
  #sizes: Uint32Array;
  #keyEnds: Uint32Array;
  #keys: Buffer;
  readonly #keyBytesMax: number;

  /** `blocks`: how many there are in the file. Few files have more rows. Memory that is not touched costs nothing. */
  constructor(fileBytes: number, blocks: number) {
    const room = blocks + SPARE_ROWS;
    this.#offsets = offsetsFor(fileBytes, room);
    this.#sizes = new Uint32Array(room);
    this.#keyEnds = new Uint32Array(room);
    this.#keys = Buffer.alloc(room * KEY_GUESS_BYTES);
    this.#keyBytesMax = fileBytes * KEY_GROWTH_MAX + KEY_SPARE_BYTES;
  }

  /** Begins the next collection. */
  begin(name: string): void {
    this.collections.push({ name, first: this.count, count: 0 });
  }

  /** Adds a row to the last collection. False where there are more keys than a file of that size can mean. */
  add(key: Uint8Array, from: number, to: number, offset: number, size: number): boolean {
    const row = this.count;
    const keyAt = this.#keyStart(row);
    const keyEnd = keyAt + to - from;
    if (keyEnd > this.#keyBytesMax) return false;
    if (row === this.#sizes.length) this.#growRows();
    if (keyEnd > this.#keys.length) {
      const keys = Buffer.alloc(Math.max(keyEnd, this.#keys.length * 2));
      keys.set(this.#keys);
      this.#keys = keys;
    }
    const keys = this.#keys;
    for (let at = from; at < to; at++) keys[keyAt + at - from] = key[at] ?? 0;
    this.#offsets[row] = offset;
    this.#sizes[row] = size;
    this.#keyEnds[row] = keyEnd;
    this.count++;
    const last = this.collections.length - 1;
    const collection = this.collections[last];
    if (collection !== undefined) (collection as { count: number }).count++;
    return true;
  }

  rkey(row: number): string {
    this.#check(row);
    return this.#keys.toString('utf8', this.#keyStart(row), this.#keyEnds[row]);
  }

  offset(row: number): number {
    this.#check(row);
    return this.#offsets[row] ?? 0;
  }

  size(row: number): number {
    this.#check(row);
    return this.#sizes[row] ?? 0;
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

  find(name: string, rkey: string): number {
    const collection = this.collections.find((one) => one.name === name);
    if (collection === undefined) return -1;
    const wanted = Buffer.from(rkey);
    let low = collection.first;
    let high = collection.first + collection.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = this.#keys.compare(
        wanted,
        0,
        wanted.length,
        this.#keyStart(middle),
        this.#keyEnds[middle],
      );
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  #keyStart(row: number): number {
    return row === 0 ? 0 : (this.#keyEnds[row - 1] ?? 0);
  }

  #check(row: number): void {
    if (!Number.isInteger(row) || row < 0 || row >= this.count) throw new RangeError(`no row ${row}`);
  }

  #growRows(): void {
    const room = this.#sizes.length * 2;
    this.#offsets = grown(this.#offsets, room);
    this.#sizes = grown(this.#sizes, room);
    this.#keyEnds = grown(this.#keyEnds, room);
  }
}
