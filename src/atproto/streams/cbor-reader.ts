import { ARRAY, BYTES, MAP, SIMPLE, TAG, TEXT, UNSIGNED } from '../cbor-major.js';
import { momentOf } from './json-fields.js';
import { malformed } from './protocol.js';

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

/** In place of a length: as many as come before a break (RFC 8949, 3.2). */
const INDEFINITE = 31;
const BREAK = 0xff;

/**
 * What is open while values are passed over, a number for each, so that depth, which comes from strangers, costs little: how many
 * values are still to come, or one of these where that is not said.
 */
const UNTIL_BREAK = -1;
const NAME_OR_BREAK = -2;
const VALUE_OF_NAME = -3;

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

  /**
   * A text that is one of those, or undefined for any other, and for what is no text: comparing bytes costs a tenth of making a
   * string of them.
   */
  word(words: Words): string | undefined {
    const first = this.#bytes[this.#at] ?? 0;
    if (first >> 5 !== TEXT || (first & 0x1f) === INDEFINITE) {
      this.skip();
      return undefined;
    }
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
    const time = momentOf(text);
    if (EXACT.test(text) && !Number.isNaN(time)) {
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

  /** Passes over one value of any kind that CBOR has, be it one that DAG-CBOR forbids. */
  skip(): void {
    const within = this.#head();
    if (within !== undefined) this.#skipWithin([within]);
  }

  #skipWithin(open: number[]): void {
    for (let left = open.pop(); left !== undefined; left = open.pop()) {
      if (left < 0 && this.#bytes[this.#at] === BREAK) {
        // Of a map names and values come in turns.
        if (left === VALUE_OF_NAME) throw malformed('a frame is not CBOR');
        this.#at++;
        continue;
      }
      if (left === 0) continue;
      if (left === NAME_OR_BREAK) open.push(VALUE_OF_NAME);
      else if (left === VALUE_OF_NAME) open.push(NAME_OR_BREAK);
      else open.push(left < 0 ? left : left - 1);
      const within = this.#head();
      if (within !== undefined) open.push(within);
    }
  }

  /** Passes over a value without what is within it, which it gives back; undefined where there is nothing. */
  #head(): number | undefined {
    const first = this.#byte();
    const type = first >> 5;
    const info = first & 0x1f;
    if (type === SIMPLE) return this.#skipSimple(info);
    if (info === INDEFINITE) return this.#skipIndefinite(type);
    const argument = this.#argumentOf(info);
    if (type === BYTES || type === TEXT) this.#advance(argument);
    else if (type === TAG) return 1;
    else if (type === ARRAY) return argument;
    else if (type === MAP) return argument * 2;
    return undefined;
  }

  /** Floats of every size, true, false, null, undefined, and the simple values that have no meaning yet. */
  #skipSimple(info: number): undefined {
    if (info > 27) throw malformed('a frame is not CBOR');
    if (info < 24) return;
    const start = this.#advance(2 ** (info - 24));
    if (info === 24 && (this.#bytes[start] ?? 0) < 32) throw malformed('a frame is not CBOR');
  }

  #skipIndefinite(type: number): number | undefined {
    if (type === ARRAY) return UNTIL_BREAK;
    if (type === MAP) return NAME_OR_BREAK;
    if (type !== BYTES && type !== TEXT) throw malformed('a frame is not CBOR');
    for (let first = this.#byte(); first !== BREAK; first = this.#byte()) {
      if (first >> 5 !== type || (first & 0x1f) === INDEFINITE) throw malformed('a frame is not CBOR');
      this.#advance(this.#argumentOf(first & 0x1f));
    }
    return undefined;
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
    const argument = this.#argumentOf(first & 0x1f);
    if (!Number.isSafeInteger(argument)) throw malformed('a frame has a number past 2^53');
    return argument;
  }

  /** What stands behind the first byte of a value. Past 2^53 it is not exact: no length comes near it. */
  #argumentOf(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw malformed('a frame is not DAG-CBOR');
    const size = 2 ** (info - 24);
    const start = this.#advance(size);
    if (size < 8) return this.#bytes.readUIntBE(start, size);
    return this.#bytes.readUInt32BE(start) * 2 ** 32 + this.#bytes.readUInt32BE(start + 4);
  }
}
