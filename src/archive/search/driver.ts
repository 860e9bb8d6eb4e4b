import type { SearchTerm } from './query.js';
import { type Scanner, scannerFor } from './scanner.js';
import { caseBytes, exactBytes, tellingPlaces, type WordBytes } from './word-bytes.js';

/** Finds where records may hold what is looked for: never too few places, sometimes too many. */
export interface Driver {
  /** Memory that has to be used for the bytes; undefined: any. */
  readonly rooms: readonly Buffer[] | undefined;
  /** Takes the first `length` bytes of a buffer. */
  load(bytes: Buffer, length: number): void;
  /** The next place at or behind `from`, or -1. */
  next(from: number): number;
}

const ASCII_RUN = /[\0-\x7F]+/g;
const NOT_ASCII = /[^\0-\x7F]/;
/** Shorter runs are in so many records that finding them saves little. */
const RUN_MIN_BYTES = 3;

/**
 * What finds the rarest of the terms, as far as length tells: exact words and runs of ASCII as they are or in either case, other words by
 * the bytes of their letters in either case. Undefined where only reading every record tells: a word without accents has no bytes
 * of its own. Letters whose two cases differ in length (K for Kelvin, İ) and accents written apart are not found by a driver.
 *
 * @param roomBytes most bytes that it is given at once
 */
export function driverFor(
  terms: readonly SearchTerm[],
  roomCount: number,
  roomBytes: number,
  withScanner = scannerFor,
): Driver | undefined {
  let best: { readonly bytes: number; make(): WordBytes } | undefined;
  function offer(word: string, make: (word: string) => WordBytes): void {
    const bytes = Buffer.byteLength(word);
    if (bytes > (best?.bytes ?? 0)) best = { bytes, make: () => make(word) };
  }
  for (const { text, how } of terms) {
    if (how === 'exact') offer(text, exactBytes);
    if (how !== 'case') continue;
    const run = (text.match(ASCII_RUN) ?? []).reduce((a, b) => (b.length > a.length ? b : a), '');
    offer(run.length >= RUN_MIN_BYTES || !NOT_ASCII.test(text) ? run : text, caseBytes);
  }
  const word = best?.make();
  if (word === undefined) return undefined;
  const scanner = withScanner(word, roomCount, roomBytes);
  return scanner ? new ScanDriver(word, scanner) : new HorspoolDriver(word);
}

/** So much tells which bytes are rare. */
const SAMPLE_BYTES = 16 * 1024;

/** Has WebAssembly find the word. */
class ScanDriver implements Driver {
  readonly #word: WordBytes;
  readonly #scanner: Scanner;
  #isSet = false;
  #room: Buffer = Buffer.alloc(0);
  #last = 0;

  constructor(word: WordBytes, scanner: Scanner) {
    this.#word = word;
    this.#scanner = scanner;
  }

  get rooms(): readonly Buffer[] {
    return this.#scanner.rooms;
  }

  load(room: Buffer, length: number): void {
    this.#room = room;
    this.#last = length - this.#word.length;
    if (this.#isSet) return;
    this.#isSet = true;
    const sample = room.subarray(0, Math.min(length, SAMPLE_BYTES));
    this.#scanner.setPlaces(...tellingPlaces(this.#word, sample));
  }

  next(from: number): number {
    return this.#scanner.find(this.#room, from, this.#last);
  }
}

/** Finds the word by Horspool's way, byte by byte, where there is no WebAssembly that works on many at a time. */
class HorspoolDriver implements Driver {
  readonly rooms = undefined;
  readonly #word: WordBytes;
  /** How far the word moves on, by the byte below its end. */
  readonly #shift: Uint32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;

  constructor(word: WordBytes) {
    this.#word = word;
    const { length, may } = word;
    this.#shift = new Uint32Array(256).fill(length);
    for (let at = 0; at < (length - 1) * 256; at++) {
      if (may[at] === 1) this.#shift[at % 256] = length - 1 - Math.floor(at / 256);
    }
  }

  load(bytes: Buffer, length: number): void {
    this.#bytes = bytes;
    this.#end = length;
  }

  next(from: number): number {
    const bytes = this.#bytes;
    const { may } = this.#word;
    const last = this.#word.length - 1;
    for (let at = from; at + last < this.#end; ) {
      let place = last;
      while (place >= 0 && may[place * 256 + (bytes[at + place] ?? 0)] === 1) place--;
      if (place < 0) return at;
      at += this.#shift[bytes[at + last] ?? 0] ?? 1;
    }
    return -1;
  }
}
