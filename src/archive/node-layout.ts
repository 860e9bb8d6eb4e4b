import { CID_BYTES, DAG_CBOR_PREFIX, RAW_PREFIX } from './cid-bytes.js';

/** The major types of CBOR that a node has (RFC 8949, 3.1), in the upper three bits. */
const UNSIGNED = 0;
const BYTES = 2 << 5;
const ARRAY = 4 << 5;
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

class Misshapen extends Error {}

/**
 * Where things stand in the bytes of one node of the tree (atproto.com/specs/repository, “MST Structure”). One for each depth of a
 * walk, used again for node after node.
 */
export class NodeLayout {
  bytes = Buffer.alloc(0);
  view = new DataView(this.bytes.buffer);
  count = 0;
  /** Where the CID of the subtree before the first key stands; -1 where there is none. */
  left = NONE;
  #suffixAt = new Int32Array(64);
  #suffixLength = new Int32Array(64);
  #prefix = new Int32Array(64);
  #right = new Int32Array(64);
  #value = new Int32Array(64);
  #at = 0;

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

  /** Room for the bytes of a node, to be filled before `parse`. */
  room(size: number): Buffer {
    if (this.bytes.buffer.byteLength < size) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(size, 4096));
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes = Buffer.from(this.bytes.buffer, 0, size);
    return this.bytes;
  }

  /** False where the bytes are no node in the one form that there is for it. */
  parse(): boolean {
    this.#at = 0;
    this.count = 0;
    try {
      if (this.#big(3) !== NODE_BEGINS) return false;
      const count = this.#head(ARRAY);
      for (let entry = 0; entry < count; entry++) this.#entry(entry);
      this.count = count;
      if (this.#big(2) !== LEFT) return false;
      this.left = this.#linkOrNull();
      return this.#at === this.bytes.length;
    } catch (error) {
      if (error instanceof Misshapen || error instanceof RangeError) return false;
      throw error;
    }
  }

  #entry(entry: number): void {
    if (entry === this.#value.length) this.#grow();
    if (this.#big(3) !== ENTRY_BEGINS) throw new Misshapen();
    const length = this.#head(BYTES);
    this.#suffixAt[entry] = this.#at;
    this.#suffixLength[entry] = length;
    this.#at += length;
    if (this.#big(2) !== PREFIX) throw new Misshapen();
    this.#prefix[entry] = this.#head(UNSIGNED);
    if (this.#big(2) !== TREE) throw new Misshapen();
    this.#right[entry] = this.#linkOrNull();
    if (this.#big(2) !== VALUE) throw new Misshapen();
    this.#value[entry] = this.#link(true);
  }

  /** Reads past the end are RangeErrors of Buffer. */
  #big(size: number): number {
    const value = this.bytes.readUIntBE(this.#at, size);
    this.#at += size;
    return value;
  }

  #linkOrNull(): number {
    if (this.bytes[this.#at] !== NULL) return this.#link(false);
    this.#at++;
    return NONE;
  }

  #link(mayBeRaw: boolean): number {
    if (this.#big(4) !== LINK_BEGINS || this.#big(1) !== 0) throw new Misshapen();
    const cidAt = this.#at;
    const prefix = this.#big(4);
    if (prefix !== DAG_CBOR_PREFIX && !(mayBeRaw && prefix === RAW_PREFIX)) throw new Misshapen();
    this.#at += CID_BYTES - 4;
    return cidAt;
  }

  /** The argument of a value, which is written as short as it can be and is no longer than the node. */
  #head(type: number): number {
    const first = this.#big(1);
    const info = first & 0x1f;
    if ((first & 0xe0) !== type || info > 26) throw new Misshapen();
    if (info < 24) return info;
    const size = 2 ** (info - 24);
    const value = this.#big(size);
    const least = size === 1 ? 24 : 2 ** (4 * size);
    if (value < least || value > this.bytes.length) throw new Misshapen();
    return value;
  }

  #grow(): void {
    this.#suffixAt = twice(this.#suffixAt);
    this.#suffixLength = twice(this.#suffixLength);
    this.#prefix = twice(this.#prefix);
    this.#right = twice(this.#right);
    this.#value = twice(this.#value);
  }
}

function twice(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
