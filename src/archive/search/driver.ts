import { foldCase, type SearchTerm } from './query.js';

/** Finds where records may hold what is looked for: never too few places, sometimes too many. */
export interface Driver {
  /** Takes the first `length` bytes of a buffer of whole words of four bytes, which it leaves as they are. */
  load(bytes: Buffer, length: number): void;
  /** The next place at or behind `from`, or -1. */
  next(from: number): number;
}

const ASCII_RUN = /[\0-\x7F]+/g;
const NOT_ASCII = /[^\0-\x7F]/;
/** Shorter runs are in so many records that finding them saves little. */
const RUN_MIN_BYTES = 3;

/**
 * What finds the rarest of the terms, as far as length tells: exact words and runs of ASCII as they are or in lower case, other words by
 * the bytes of their letters in either case. Undefined where only reading every record tells: a word without accents has no bytes
 * of its own. Letters whose two cases differ in length (K for Kelvin, İ) and accents written apart are not found by a driver.
 */
export function driverFor(terms: readonly SearchTerm[]): Driver | undefined {
  let best: { readonly bytes: number; make(): Driver } | undefined;
  function offer(bytes: number, make: () => Driver): void {
    if (bytes > (best?.bytes ?? 0)) best = { bytes, make };
  }
  for (const { text, how } of terms) {
    const bytes = Buffer.from(text);
    if (how === 'exact') offer(bytes.length, () => new ExactDriver(bytes));
    if (how !== 'case') continue;
    const run = (text.match(ASCII_RUN) ?? []).reduce((a, b) => (b.length > a.length ? b : a), '');
    const ascii = Buffer.from(run);
    if (run.length >= RUN_MIN_BYTES || !NOT_ASCII.test(text)) {
      offer(ascii.length, () => new LowerDriver(ascii));
    } else offer(bytes.length, () => new ClassDriver(text));
  }
  return best?.make();
}

class ExactDriver implements Driver {
  readonly #word: Buffer;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(word: Buffer) {
    this.#word = word;
  }

  load(bytes: Buffer, length: number): void {
    this.#bytes = bytes.subarray(0, length);
  }

  next(from: number): number {
    return this.#bytes.indexOf(this.#word, from);
  }
}

/** What is put in lower case at once: it is looked through while the processor still has it at hand. */
const BLOCK_BYTES = 64 * 1024;

/** Finds ASCII in a copy in lower case, made four bytes at a time: a quarter of the time that a look at each byte takes. */
class LowerDriver implements Driver {
  readonly #word: Buffer;
  readonly #copy: Uint32Array;
  readonly #lower: Buffer;
  #bytes: Buffer = Buffer.alloc(0);
  #words: Uint32Array = new Uint32Array(0);
  #end = 0;
  /** Where the block begins that the copy is of; -1: none. */
  #block = -1;

  constructor(word: Buffer) {
    this.#word = word;
    // The last places of a block need the beginning of the next one.
    this.#copy = new Uint32Array((BLOCK_BYTES >> 2) + (word.length >> 2) + 1);
    this.#lower = Buffer.from(this.#copy.buffer);
  }

  load(bytes: Buffer, length: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    }
    this.#end = length;
    this.#block = -1;
  }

  next(from: number): number {
    const last = this.#end - this.#word.length;
    for (let at = from; at <= last; ) {
      const block = at - (at % BLOCK_BYTES);
      if (block !== this.#block) this.#lowerBlock(block);
      const found = this.#lower.indexOf(this.#word, at - block);
      if (found !== -1 && found < BLOCK_BYTES) return block + found <= last ? block + found : -1;
      at = block + BLOCK_BYTES;
    }
    return -1;
  }

  #lowerBlock(block: number): void {
    this.#block = block;
    const from = block >> 2;
    lowerAscii(this.#words.subarray(from, from + this.#copy.length), this.#copy);
  }
}

/** Copies bytes with A to Z in lower case, and all other bytes as they are. */
export function lowerAscii(from: Uint32Array, to: Uint32Array): void {
  for (let at = 0; at < from.length; at++) {
    const word = from[at] ?? 0;
    const low = word & 0x7f7f7f7f;
    // The top bit of a byte says in turn: from A on; behind Z; ASCII.
    const isUpper = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~word & 0x80808080;
    to[at] = word | (isUpper >>> 2);
  }
}

/** Finds a word with letters beyond ASCII by Horspool's way, where each place of the word stands for the bytes of both cases. */
class ClassDriver implements Driver {
  readonly #length: number;
  /** For each place of the word 256 bytes: whether that byte may stand there. */
  readonly #may: Uint8Array;
  /** How far the word moves on, by the byte below its end. */
  readonly #shift: Uint32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;

  constructor(word: string) {
    this.#length = Buffer.byteLength(word);
    this.#may = new Uint8Array(this.#length * 256);
    this.#shift = new Uint32Array(256).fill(this.#length);
    let at = 0;
    for (const letter of word) {
      const own = Buffer.byteLength(letter);
      for (const other of casesOf(letter)) {
        for (const [place, byte] of Buffer.from(other).entries()) {
          this.#may[(at + place) * 256 + byte] = 1;
          const toEnd = this.#length - 1 - at - place;
          if (toEnd > 0) this.#shift[byte] = Math.min(this.#shift[byte] ?? toEnd, toEnd);
        }
      }
      at += own;
    }
  }

  load(bytes: Buffer, length: number): void {
    this.#bytes = bytes;
    this.#end = length;
  }

  next(from: number): number {
    const bytes = this.#bytes;
    const may = this.#may;
    const last = this.#length - 1;
    for (let at = from; at + last < this.#end; ) {
      let place = last;
      while (place >= 0 && may[place * 256 + (bytes[at + place] ?? 0)] === 1) place--;
      if (place < 0) return at;
      at += this.#shift[bytes[at + last] ?? 0] ?? 1;
    }
    return -1;
  }
}

/** A letter in either case, where it takes as many bytes. */
function casesOf(letter: string): readonly string[] {
  const bytes = Buffer.byteLength(letter);
  const others = [letter.toUpperCase(), letter === 'σ' ? 'ς' : letter];
  return [
    letter,
    ...others.filter((other) => Buffer.byteLength(other) === bytes && foldCase(other) === letter),
  ];
}
