import { CidLinkWrapper } from '@atcute/cbor';
import { keepOrder } from '../../text/written-json.js';

/** Deeper records are not read: each level takes some hundred bytes of memory, and one of the record. */
const DEPTH_MAX = 100_000;
const CID_TAG = 42;

/**
 * Reads a record in DAG-CBOR as plain JSON: links as `{$link}`, bytes as `{$bytes}`, integers past 2^53 as bigints
 * (bluesky-social/atproto#4212). A stranger wrote it, so what DAG-CBOR forbids and can be read is read: other tags for what they
 * hold, `undefined` as null, floats. Throws a RangeError where the bytes are not CBOR, or indefinite in length.
 */
export function readRecord(bytes: Uint8Array): unknown {
  return readFirst(bytes).value;
}

/** The same of the first of several values that stand behind one another, and the bytes behind it. */
export function readFirst(bytes: Uint8Array): { readonly value: unknown; readonly rest: Uint8Array } {
  const reader = new RecordReader(bytes);
  const value = reader.value();
  return { value, rest: bytes.subarray(reader.offset) };
}

/** What holds values, while they are read. */
interface Holder {
  /** How many are still to come. */
  left: number;
  take(value: unknown): void;
  whole(): unknown;
}

const isHolder = (begun: unknown): begun is Holder =>
  begun instanceof List || begun instanceof Members || begun instanceof Tagged;

class List implements Holder {
  left: number;
  readonly #items: unknown[] = [];

  constructor(count: number) {
    this.left = count;
  }

  take(value: unknown): void {
    this.#items.push(value);
    this.left--;
  }

  whole(): unknown {
    return this.#items;
  }
}

/** Names and values come in turns. */
class Members implements Holder {
  left: number;
  readonly #object: Record<string, unknown> = {};
  readonly #names: string[] = [];

  constructor(count: number) {
    this.left = count * 2;
  }

  take(value: unknown): void {
    if (this.left % 2 === 0) this.#names.push(String(value));
    else {
      const name = this.#names.at(-1) ?? '';
      // A member may be named `__proto__`, which an assignment would take for something else.
      Object.defineProperty(this.#object, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    this.left--;
  }

  whole(): unknown {
    keepOrder(this.#object, this.#names);
    return this.#object;
  }
}

class Tagged implements Holder {
  left = 1;
  readonly #meant: (() => unknown) | undefined;
  #inner: unknown;

  /** `meant`: what is meant, where that is not what the tag holds. */
  constructor(meant?: () => unknown) {
    this.#meant = meant;
  }

  take(value: unknown): void {
    this.#inner = value;
    this.left = 0;
  }

  whole(): unknown {
    return this.#meant ? this.#meant() : this.#inner;
  }
}

class RecordReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#at;
  }

  /** One value. A loop, not a recursion: depth comes from strangers. */
  value(): unknown {
    const open: Holder[] = [];
    for (;;) {
      const begun = this.#begin();
      if (isHolder(begun) && begun.left > 0) {
        if (open.length === DEPTH_MAX) throw new RangeError('nested too deeply');
        open.push(begun);
        continue;
      }
      let value = isHolder(begun) ? begun.whole() : begun;
      let holder = open.at(-1);
      for (; holder !== undefined; holder = open.at(-1)) {
        holder.take(value);
        if (holder.left > 0) break;
        open.pop();
        value = holder.whole();
      }
      if (holder === undefined) return value;
    }
  }

  /** A value, or what holds those that follow. */
  #begin(): unknown {
    const first = this.#bytes[this.#take(1)] ?? 0;
    const info = first & 0x1f;
    switch (first >> 5) {
      case 0:
        return this.#integer(info);
      case 1: {
        const value = this.#integer(info);
        return typeof value === 'bigint' ? -1n - value : -1 - value;
      }
      case 2:
        return { $bytes: this.#slice(info).toString('base64').replace(/=+$/, '') };
      case 3:
        return this.#slice(info).toString('utf8');
      case 4:
        return new List(this.#length(info));
      case 5:
        return new Members(this.#length(info));
      case 6:
        return this.#tagged(this.#length(info));
      default:
        return this.#simple(info);
    }
  }

  #tagged(tag: number): Tagged {
    if (tag !== CID_TAG) return new Tagged();
    const start = this.#at;
    return new Tagged(() => {
      const reader = new RecordReader(this.#bytes.subarray(start, this.#at));
      const bytes = reader.#slice((reader.#bytes[reader.#take(1)] ?? 0) & 0x1f);
      return { $link: new CidLinkWrapper(new Uint8Array(bytes.subarray(1))).$link };
    });
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return half(this.#bytes.readUInt16BE(this.#take(2)));
      case 26:
        return this.#bytes.readFloatBE(this.#take(4));
      case 27:
        return this.#bytes.readDoubleBE(this.#take(8));
      default:
        throw new RangeError('not a value of CBOR that is known');
    }
  }

  #slice(info: number): Buffer {
    const length = this.#length(info);
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #length(info: number): number {
    const length = Number(this.#integer(info));
    // Each item takes a byte at least, so that no length makes more than the bytes can hold.
    if (length > this.#bytes.length) throw new RangeError('longer than its bytes');
    return length;
  }

  #integer(info: number): number | bigint {
    if (info < 24) return info;
    if (info > 27) throw new RangeError('of no definite length');
    const size = 2 ** (info - 24);
    const start = this.#take(size);
    if (size < 8) return this.#bytes.readUIntBE(start, size);
    const value = this.#bytes.readBigUInt64BE(start);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value);
  }

  #take(size: number): number {
    const start = this.#at;
    if (size > this.#bytes.length - start) throw new RangeError('it ends too early');
    this.#at = start + size;
    return start;
  }
}

/** A float of 16 bits (IEEE 754 binary16). */
function half(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
