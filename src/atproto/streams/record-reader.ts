import { CidLinkWrapper } from '@atcute/cbor';
import { keepOrder } from '../../text/written-json.js';

/** Deeper records are not read: nothing that a PDS takes comes near it. */
const DEPTH_MAX = 500;
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
  const value = reader.value(0);
  return { value, rest: bytes.subarray(reader.offset) };
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

  value(depth: number): unknown {
    if (depth > DEPTH_MAX) throw new RangeError('nested too deeply');
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
      case 4: {
        const items: unknown[] = [];
        for (let left = this.#length(info); left > 0; left--) items.push(this.value(depth + 1));
        return items;
      }
      case 5:
        return this.#map(info, depth);
      case 6:
        return this.#tagged(this.#length(info), depth);
      default:
        return this.#simple(info);
    }
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const names: string[] = [];
    for (let left = this.#length(info); left > 0; left--) {
      const name = String(this.value(depth + 1));
      const value = this.value(depth + 1);
      names.push(name);
      Object.defineProperty(object, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    keepOrder(object, names);
    return object;
  }

  #tagged(tag: number, depth: number): unknown {
    const start = this.#at;
    const inner = this.value(depth + 1);
    if (tag !== CID_TAG) return inner;
    const reader = new RecordReader(this.#bytes.subarray(start, this.#at));
    const bytes = reader.#slice((reader.#bytes[reader.#take(1)] ?? 0) & 0x1f);
    return { $link: new CidLinkWrapper(new Uint8Array(bytes.subarray(1))).$link };
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
