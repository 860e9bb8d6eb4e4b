import { fold } from '../../text/match.js';
import { foldCase, type SearchTerm } from './query.js';
import { TextWalk } from './text-walk.js';

const NOT_ASCII = /[^\0-\x7F]/;

/** Tells whether a record holds all the terms of a query, in its texts. */
export class Matcher {
  readonly #terms: readonly (SearchTerm & { readonly names: readonly Uint8Array[] })[];
  readonly #walk = new TextWalk();
  /** Which of the terms are still to be found. */
  readonly #isMissing: Uint8Array;

  constructor(terms: readonly SearchTerm[]) {
    this.#terms = terms.map((term) => ({ ...term, names: term.field.map((name) => Buffer.from(name)) }));
    this.#isMissing = new Uint8Array(terms.length);
  }

  /**
   * Whether the record between two offsets holds the one term because a place has its bytes, in any case: `no` where that is in no text that
   * is asked for, `perhaps` where more has to be read. Undefined where a place tells nothing: several terms, or letters beyond ASCII.
   */
  atPlace(bytes: Buffer, start: number, end: number, place: number): 'yes' | 'no' | 'perhaps' | undefined {
    const [term, ...more] = this.#terms;
    if (term?.how !== 'case' || more.length > 0 || NOT_ASCII.test(term.text)) return undefined;
    const walk = this.#walk;
    const behind = place + term.text.length;
    for (walk.begin(bytes, start, end); walk.next() && walk.start <= place; ) {
      if (place >= walk.end) continue;
      if (behind > walk.end || !walk.isIn(term.names)) return 'no';
      // What follows a letter may be its accent.
      return behind < walk.end && (bytes[behind] ?? 0) > 0x7f ? 'perhaps' : 'yes';
    }
    return 'no';
  }

  /** Holds the record between two offsets of the bytes against them. */
  matches(bytes: Buffer, start: number, end: number): boolean {
    const walk = this.#walk;
    this.#isMissing.fill(1);
    let missing = this.#terms.length;
    for (walk.begin(bytes, start, end); missing > 0 && walk.next(); ) missing -= this.#findIn(bytes);
    return missing === 0;
  }

  /** How many of the missing terms are in the text that the walk stands at. */
  #findIn(bytes: Buffer): number {
    const walk = this.#walk;
    const read: { written?: string; lower?: string; folded?: string } = {};
    let found = 0;
    for (const [at, { text, how, names }] of this.#terms.entries()) {
      if (this.#isMissing[at] === 0 || !walk.isIn(names)) continue;
      read.written ??= bytes.toString('utf8', walk.start, walk.end);
      let within = read.written;
      if (how === 'accents') within = read.folded ??= fold(read.written);
      if (how === 'case') within = read.lower ??= lowerOf(read.written);
      if (!within.includes(text)) continue;
      this.#isMissing[at] = 0;
      found++;
    }
    return found;
  }
}

const lowerOf = (text: string): string => (NOT_ASCII.test(text) ? foldCase(text) : text.toLowerCase());
