import { randomFillSync } from 'node:crypto';
import { CID_BYTES, DAG_CBOR_PREFIX, DIGEST_BYTES, RAW_PREFIX } from '../atproto/proof/cid-bytes.js';
import { grown } from '../atproto/proof/grown.js';
import { offsetsFor } from './offsets-for.js';

const DIGEST_WORDS = DIGEST_BYTES / 4;
/** Small blocks have some 250 bytes with their CID. Memory that is not touched costs nothing. */
const BLOCK_GUESS_BYTES = 200;
const RAW = 1;
const BAD = 2;

/**
 * Where the blocks of a CAR stand, in typed arrays: an object for each of a million would cost ten times as much. A block is
 * known by its number, which is its place among the others.
 */
export class BlockTable {
  count = 0;
  #digests: Int32Array<ArrayBuffer>;
  #offsets: Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  #sizes: Uint32Array<ArrayBuffer>;
  #marks: Uint8Array<ArrayBuffer>;
  #slots: Int32Array | undefined;
  #next = 0;
  // Authors choose what they sign: without a key they could have all blocks fall into the same place.
  readonly #key = randomFillSync(new Int32Array(4));

  constructor(fileBytes: number) {
    const room = Math.ceil(fileBytes / BLOCK_GUESS_BYTES) + 64;
    this.#digests = new Int32Array(room * DIGEST_WORDS);
    this.#offsets = offsetsFor(fileBytes, room);
    this.#sizes = new Uint32Array(room);
    this.#marks = new Uint8Array(room);
  }

  /** `cidAt`: where the CID stands in `view`; `offset`: where the body stands in the file. */
  add(view: DataView, cidAt: number, offset: number, size: number, isGood: boolean): void {
    const block = this.count++;
    if (block === this.#sizes.length) this.#grow();
    const digests = this.#digests;
    const from = cidAt + CID_BYTES - DIGEST_BYTES;
    for (let word = 0; word < DIGEST_WORDS; word++) {
      digests[block * DIGEST_WORDS + word] = view.getInt32(from + word * 4, true);
    }
    this.#offsets[block] = offset;
    this.#sizes[block] = size;
    this.#marks[block] = (view.getInt32(cidAt) === RAW_PREFIX ? RAW : 0) | (isGood ? 0 : BAD);
  }

  offset(block: number): number {
    return this.#offsets[block] ?? 0;
  }

  size(block: number): number {
    return this.#sizes[block] ?? 0;
  }

  /** Whether the bytes hash to the CID that stands before them. */
  isGood(block: number): boolean {
    return ((this.#marks[block] ?? 0) & BAD) === 0;
  }

  /**
   * The block whose CID stands at `at`, or -1. Where the same block comes twice, one whose bytes fit is preferred. Blocks that
   * follow one another are found without a table, so that a CAR in the order of its tree needs none.
   */
  find(view: DataView, at: number): number {
    if (this.#next < this.count && this.isGood(this.#next) && this.#fits(this.#next, view, at)) {
      return this.#next++;
    }
    return this.numberOf(view, at);
  }

  /** As `find`, and always the same of several that have the CID. */
  numberOf(view: DataView, at: number): number {
    this.#slots ??= this.#fill();
    const slots = this.#slots;
    const mask = slots.length - 1;
    const digestAt = at + 4;
    for (
      let slot = this.#hash(view.getInt32(digestAt, true), view.getInt32(digestAt + 4, true)) & mask;
      ;
      slot = (slot + 1) & mask
    ) {
      const block = (slots[slot] ?? 0) - 1;
      if (block < 0) return -1;
      if (this.#fits(block, view, at)) {
        this.#next = block + 1;
        return block;
      }
    }
  }

  #fits(block: number, view: DataView, at: number): boolean {
    const digests = this.#digests;
    const first = block * DIGEST_WORDS;
    for (let word = 0; word < DIGEST_WORDS; word++) {
      if (digests[first + word] !== view.getInt32(at + 4 + word * 4, true)) return false;
    }
    return view.getInt32(at) === (((this.#marks[block] ?? 0) & RAW) === 0 ? DAG_CBOR_PREFIX : RAW_PREFIX);
  }

  #hash(first: number, second: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#key;
    const mixed = Math.imul(first ^ a, b | 1) ^ Math.imul(second ^ c, d | 1);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  #fill(): Int32Array {
    const slots = new Int32Array(2 ** Math.max(4, Math.ceil(Math.log2(this.count * 1.5 + 1))));
    const mask = slots.length - 1;
    for (let block = 0; block < this.count; block++) {
      const first = block * DIGEST_WORDS;
      let slot = this.#hash(this.#digests[first] ?? 0, this.#digests[first + 1] ?? 0) & mask;
      for (let other = slots[slot] ?? 0; other !== 0; other = slots[slot] ?? 0) {
        if (this.#isSame(other - 1, block)) break;
        slot = (slot + 1) & mask;
      }
      const before = slots[slot] ?? 0;
      if (before === 0 || (!this.isGood(before - 1) && this.isGood(block))) slots[slot] = block + 1;
    }
    return slots;
  }

  #isSame(one: number, other: number): boolean {
    for (let word = 0; word < DIGEST_WORDS; word++) {
      if (this.#digests[one * DIGEST_WORDS + word] !== this.#digests[other * DIGEST_WORDS + word]) {
        return false;
      }
    }
    return ((this.#marks[one] ?? 0) & RAW) === ((this.#marks[other] ?? 0) & RAW);
  }

  #grow(): void {
    const room = this.#sizes.length * 2;
    this.#digests = grown(this.#digests, room * DIGEST_WORDS);
    this.#offsets = grown(this.#offsets, room);
    this.#sizes = grown(this.#sizes, room);
    this.#marks = grown(this.#marks, room);
  }
}
