import { foldCase } from './query.js';

/** The bytes of a word that is looked for: more than one may stand at a place where its case does not matter. */
export interface WordBytes {
  readonly length: number;
  /** For each place 256 bytes: 1 for those that may stand there. */
  readonly may: Uint8Array;
}

/** A word as it is written. */
export const exactBytes = (word: string): WordBytes => bytesOf(word, (letter) => [letter]);

/**
 * A word in any case, where both cases take as many bytes. Letters are looked at one by one: where both bytes of one change with its case,
 * a mixture of both fits as well.
 */
export const caseBytes = (word: string): WordBytes => bytesOf(word, casesOf);

function bytesOf(word: string, formsOf: (letter: string) => readonly string[]): WordBytes {
  const length = Buffer.byteLength(word);
  const may = new Uint8Array(length * 256);
  let at = 0;
  for (const letter of word) {
    for (const form of formsOf(letter)) {
      for (const [place, byte] of Buffer.from(form).entries()) may[(at + place) * 256 + byte] = 1;
    }
    at += Buffer.byteLength(letter);
  }
  return { length, may };
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

/**
 * The two places of a word that tell most: those whose bytes are the rarest among some bytes of what it is looked for in, and of which two
 * bytes at most may be there. The same one twice where it has no other.
 */
export function tellingPlaces({ length, may }: WordBytes, sample: Uint8Array): readonly [number, number] {
  const counts = new Uint32Array(256);
  for (let at = 0; at < sample.length; at++) counts[sample[at] ?? 0] = (counts[sample[at] ?? 0] ?? 0) + 1;
  const places: { readonly place: number; readonly count: number }[] = [];
  for (let place = 0; place < length; place++) {
    let forms = 0;
    let count = 0;
    for (let byte = 0; byte < 256; byte++) {
      if (may[place * 256 + byte] !== 1) continue;
      forms++;
      count += counts[byte] ?? 0;
    }
    if (forms <= 2) places.push({ place, count });
  }
  const [first = { place: 0 }, second = first] = places.sort((a, b) => a.count - b.count);
  return [first.place, second.place];
}
