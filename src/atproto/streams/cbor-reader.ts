import { malformed } from './protocol.js';

/** The major types of CBOR (RFC 8949, 3.1). */
const UNSIGNED = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL = 0xf6;

/** The tag of a CID in DAG-CBOR, whose bytes begin with a 0. */
const CID_TAG = 42;

/** ASCII words by their length. */
export type Words = readonly (readonly string[] | undefined)[];

export function wordsOf(...words: readonly string[]): Words {
  const byLength: string[][] = [];
  for (const word of words) {
    byLength[word.length] = [...(byLength[word.length] ?? []), word];
  }
  return byLength;
}

/** A datetime as the services write it, of which all but the thousandths is mostly the one that was read before. */
const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const SECOND = '2026-01-01T00:00:00.'.length;
const Z = 0x5a;
const known = Buffer.alloc(SECOND + 4);
let knownTime = 0;

/** NaN for what is no digit. */
function digit(byte: number | undefined): number {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : Number.NaN;
}

/** Arrays and maps within one another that are followed. */
const DEPTH_MAX = 64;

/**
 * Walks through CBOR and takes from it what is wanted, without making values of all the rest: of a commit in the firehose
 * that is nine parts in ten. Every method throws a `malformed` StreamFault where something else is there.
 */
export class CborReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The number of entries; each is a key, which is a text, and a value. */
  map(): number {
    return this.#argument(MAP);
  }

  /** The number of items. */
  array(): number {
    return this.#argument(ARRAY);
  }

  unsigned(): number {
    return this.#argument(UNSIGNED);
  }

  /** A text that is one of those, or undefined for any other: comparing bytes costs a tenth of making a string of them. */
  word(words: Words): string | undefined {
    const length = this.#argument(TEXT);
    const start = this.#advance(length);
    const bytes = this.#bytes;
    for (const word of words[length] ?? []) {
      let same = 0;
      while (same < length && bytes[start + same] === word.charCodeAt(same)) same++;
      if (same === length) return word;
    }
    return undefined;
  }

  text(): string {
    const length = this.#argument(TEXT);
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** Milliseconds since 1970 of a datetime, or NaN. */
  time(): number {
    const length = this.#argument(TEXT);
    const start = this.#advance(length);
    const bytes = this.#bytes;
    if (length === known.length) {
      let same = 0;
      while (same < SECOND && bytes[start + same] === known[same]) same++;
      const milliseconds =
        digit(bytes[start + 20]) * 100 + digit(bytes[start + 21]) * 10 + digit(bytes[start + 22]);
      if (same === SECOND && bytes[start + 23] === Z) return knownTime + milliseconds;
    }
    const text = bytes.toString('latin1', start, start + length);
    const time = Date.parse(text);
    if (EXACT.test(text)) {
      known.write(text, 'latin1');
      knownTime = Math.floor(time / 1000) * 1000;
    }
    return time;
  }

  /** A window on the bytes. */
  bytes(): Uint8Array {
    const length = this.#argument(BYTES);
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  boolean(): boolean {
    const byte = this.#bytes[this.#advance(1)];
    if (byte !== TRUE && byte !== FALSE) throw malformed('a frame lacks a truth value');
    return byte === TRUE;
  }

  /** The bytes of a CID, or undefined for null. */
  cid(): Uint8Array | undefined {
    if (this.#bytes[this.#at] === NULL) {
      this.#at++;
      return undefined;
    }
    if (this.#argument(TAG) !== CID_TAG) throw malformed('a frame lacks a CID');
    const bytes = this.bytes();
    if (bytes[0] !== 0) throw malformed('a frame lacks a CID');
    return bytes.subarray(1);
  }

  /** Passes over one value of any kind. */
  skip(depth = 0): void {
    if (depth > DEPTH_MAX) throw malformed('a frame is nested too deeply');
    const type = (this.#bytes[this.#at] ?? 0) >> 5;
    if (type === SIMPLE) {
      const byte = this.#byte();
      // What follows a float; other than these and the simple values atproto has none.
      if (byte === 0xfb) this.#advance(8);
      else if (byte !== TRUE && byte !== FALSE && byte !== NULL) throw malformed('a frame is not CBOR');
      return;
    }
    const argument = this.#argument(type);
    if (type === BYTES || type === TEXT) this.#advance(argument);
    const values = type === ARRAY ? argument : type === MAP ? argument * 2 : type === TAG ? 1 : 0;
    for (let index = 0; index < values; index++) this.skip(depth + 1);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed('a frame ends too early');
    this.#at++;
    return byte;
  }

  /** Moves on, and gives where it was. */
  #advance(by: number): number {
    const start = this.#at;
    if (by > this.#bytes.length - start) throw malformed('a frame ends too early');
    this.#at = start + by;
    return start;
  }

  #argument(type: number): number {
    const first = this.#byte();
    if (first >> 5 !== type) throw malformed('a frame holds something else than it should');
    const info = first & 0x1f;
    if (info < 24) return info;
    if (info > 27) throw malformed('a frame is not DAG-CBOR');
    const size = 2 ** (info - 24);
    const start = this.#advance(size);
    if (size < 8) return this.#bytes.readUIntBE(start, size);
    const value = this.#bytes.readUInt32BE(start) * 2 ** 32 + this.#bytes.readUInt32BE(start + 4);
    if (!Number.isSafeInteger(value)) throw malformed('a frame has a number past 2^53');
    return value;
  }
}
