import { grown } from '../atproto/proof/grown.js';
import type { ArchiveCollection } from './archive.js';
import { offsetsFor } from './offsets-for.js';
import type { RowArrays } from './rows.js';

/** How many bytes of record keys a file may have for each of its own: prefixes let a few bytes of a node make long keys. */
const KEY_GROWTH_MAX = 4;
const KEY_SPARE_BYTES = 65_536;
/** The keys of most records are TIDs of 13 bytes. */
const KEY_GUESS_BYTES = 14;
const SPARE_ROWS = 64;

/** Takes down where the records stand, in the order of their keys, in typed arrays. Of the keys it holds the record keys; collections are ranges. */
export class RowTable {
  count = 0;
  readonly collections: ArchiveCollection[] = [];
  #offsets: Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  #sizes: Uint32Array<ArrayBuffer>;
  #keyEnds: Uint32Array<ArrayBuffer>;
  #keys: Uint8Array<ArrayBuffer>;
  readonly #keyBytesMax: number;

  /** `blocks`: how many there are in the file. Few files have more rows. Memory that is not touched costs nothing. */
  constructor(fileBytes: number, blocks: number) {
    const room = blocks + SPARE_ROWS;
    this.#offsets = offsetsFor(fileBytes, room);
    this.#sizes = new Uint32Array(room);
    this.#keyEnds = new Uint32Array(room);
    this.#keys = new Uint8Array(room * KEY_GUESS_BYTES);
    this.#keyBytesMax = fileBytes * KEY_GROWTH_MAX + KEY_SPARE_BYTES;
  }

  /** Begins the next collection. */
  begin(name: string): void {
    this.collections.push({ name, first: this.count, count: 0 });
  }

  /** Adds a row to the last collection. False where there are more keys than a file of that size can mean. */
  add(key: Uint8Array, from: number, to: number, offset: number, size: number): boolean {
    const row = this.count;
    const keyAt = row === 0 ? 0 : (this.#keyEnds[row - 1] ?? 0);
    const keyEnd = keyAt + to - from;
    if (keyEnd > this.#keyBytesMax) return false;
    if (row === this.#sizes.length) this.#growRows();
    if (keyEnd > this.#keys.length) this.#keys = grown(this.#keys, Math.max(keyEnd, this.#keys.length * 2));
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

  /** What was taken down. The arrays may be longer than there are rows. */
  arrays(): RowArrays {
    return { offsets: this.#offsets, sizes: this.#sizes, keyEnds: this.#keyEnds, keys: this.#keys };
  }

  #growRows(): void {
    const room = this.#sizes.length * 2;
    this.#offsets = grown(this.#offsets, room);
    this.#sizes = grown(this.#sizes, room);
    this.#keyEnds = grown(this.#keyEnds, room);
  }
}
