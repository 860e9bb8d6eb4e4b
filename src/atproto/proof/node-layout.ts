import { ARRAY, BYTES, UNSIGNED } from '../cbor-major.js';
import { CID_BYTES, DAG_CBOR_PREFIX, RAW_PREFIX } from './cid-bytes.js';
import { grown } from './grown.js';

const NULL = 0xf6;

/** `{"e": …` and `"l": …`; of an entry `{"k": …`, `"p": …`, `"t": …`, `"v": …`. */
const NODE_BEGINS = 0xa26165;
const LEFT = 0x616c;
const ENTRY_BEGINS = 0xa4616b;
const PREFIX = 0x6170;
const TREE = 0x6174;
const VALUE = 0x6176;
/** A link: tag 42, 37 bytes, the first of them 0 (ipld.io, “DAG-CBOR”). */
const LINK_BEGINS = 0xd82a5825;

const NONE = -1;
const MISSHAPEN = -1;
/** No piece that is read without a look at the end is longer. What is read past the end is not believed. */
const SPARE_BYTES = 256;
const FIRST_ROOM = 4096;
const FIRST_ENTRIES = 64;

/**
 * Where things stand in the bytes of one node of the tree (atproto.com/specs/repository, “MST Structure”). One for each depth of a
 * walk, used again for node after node.
 */
export class NodeLayout {
  /** What is behind `size` is of another node. */
  bytes: Buffer<ArrayBuffer> = Buffer.alloc(0);
  view = new DataView(this.bytes.buffer);
  size = 0;
  count = 0;
  /** Where the CID of the subtree before the first key stands; -1 where there is none. */
  left = NONE;
  #suffixAt = new Int32Array(FIRST_ENTRIES);
  #suffixLength = new Int32Array(FIRST_ENTRIES);
  #prefix = new Int32Array(FIRST_ENTRIES);
  #right = new Int32Array(FIRST_ENTRIES);
  #value = new Int32Array(FIRST_ENTRIES);
  #argument = 0;

  suffixAt(entry: number): number {
    return this.#suffixAt[entry] ?? 0;
  }

  suffixLength(entry: number): number {
    return this.#suffixLength[entry] ?? 0;
  }

  /** How many bytes a key has in common with the one before. */
  prefix(entry: number): number {
    return this.#prefix[entry] ?? 0;
  }

  /** Where the CID of the subtree behind an entry stands; -1 where there is none. */
  right(entry: number): number {
    return this.#right[entry] ?? NONE;
  }

  /** Where the CID of the record stands. */
  value(entry: number): number {
    return this.#value[entry] ?? 0;
  }

  /** Room for the bytes of a node, to be filled from its beginning before `parse`; it may be longer. */
  room(size: number): Buffer<ArrayBuffer> {
    if (this.bytes.length < size + SPARE_BYTES) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(size + SPARE_BYTES, FIRST_ROOM));
      this.view = new DataView(this.bytes.buffer);
    }
    this.size = size;
    return this.bytes;
  }

  /** False where the bytes are no node in the one form that there is for it. */
  parse(): boolean {
    this.count = 0;
    if (!this.#begins(0, NODE_BEGINS)) return false;
    let at = this.#head(3, ARRAY);
    const count = this.#argument;
    for (let entry = 0; entry < count && at !== MISSHAPEN; entry++) at = this.#entry(entry, at);
    if (at === MISSHAPEN || this.view.getUint16(at) !== LEFT) return false;
    at += 2;
    const end = this.#behindLink(at, false);
    this.left = this.bytes[at] === NULL ? NONE : at + 5;
    if (end !== this.size) return false;
    this.count = count;
    return true;
  }

  /** Where what follows an entry begins. */
  #entry(entry: number, start: number): number {
    const { view, bytes, size } = this;
    if (entry === this.#value.length) this.#grow();
    if (!this.#begins(start, ENTRY_BEGINS)) return MISSHAPEN;
    let at = this.#head(start + 3, BYTES);
    if (at === MISSHAPEN || at + this.#argument > size) return MISSHAPEN;
    this.#suffixAt[entry] = at;
    this.#suffixLength[entry] = this.#argument;
    at += this.#argument;
    if (view.getUint16(at) !== PREFIX) return MISSHAPEN;
    at = this.#head(at + 2, UNSIGNED);
    this.#prefix[entry] = this.#argument;
    if (at === MISSHAPEN || view.getUint16(at) !== TREE) return MISSHAPEN;
    at += 2;
    this.#right[entry] = bytes[at] === NULL ? NONE : at + 5;
    at = this.#behindLink(at, false);
    if (at === MISSHAPEN || view.getUint16(at) !== VALUE) return MISSHAPEN;
    at += 2;
    this.#value[entry] = at + 5;
    if (bytes[at] === NULL) return MISSHAPEN;
    at = this.#behindLink(at, true);
    return at > size ? MISSHAPEN : at;
  }

  #begins(at: number, three: number): boolean {
    return this.view.getUint32(at) >>> 8 === three;
  }

  /** Where what follows a link or a null begins. */
  #behindLink(at: number, mayBeRaw: boolean): number {
    const { view, bytes } = this;
    if (bytes[at] === NULL) return at + 1;
    if (view.getUint32(at) !== LINK_BEGINS || bytes[at + 4] !== 0) return MISSHAPEN;
    const prefix = view.getInt32(at + 5);
    if (prefix !== DAG_CBOR_PREFIX && !(mayBeRaw && prefix === RAW_PREFIX)) return MISSHAPEN;
    return at + 5 + CID_BYTES;
  }

  /** Where what follows the head of a value begins; its argument is written as short as it can be and is no longer than the node. */
  #head(at: number, type: number): number {
    const first = this.bytes[at] ?? 0;
    const info = first & 0x1f;
    if (first >> 5 !== type || info > 26) return MISSHAPEN;
    this.#argument = info;
    if (info < 24) return at + 1;
    const length = 2 ** (info - 24);
    const value = this.bytes.readUIntBE(at + 1, length);
    const least = length === 1 ? 24 : 2 ** (4 * length);
    if (value < least || value > this.size) return MISSHAPEN;
    this.#argument = value;
    return at + 1 + length;
  }

  #grow(): void {
    const room = this.#value.length * 2;
    this.#suffixAt = grown(this.#suffixAt, room);
    this.#suffixLength = grown(this.#suffixLength, room);
    this.#prefix = grown(this.#prefix, room);
    this.#right = grown(this.#right, room);
    this.#value = grown(this.#value, room);
  }
}
