/**
 * One-cell characters that stand alone: each is a grapheme of its own beside any other of the two sets, needs no cleaning, and
 * every terminal gives it one cell. Written for a RegExp class. All in the BMP, so that expressions need no `u` flag and may
 * step by code unit.
 */
export const NARROW = String.raw`\x20-\x7E\xA0-\xAC\xAE-\u02FF\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u03E1\u0400-\u0482\u048A-\u052F\u05D0-\u05EA\u0621-\u063A\u0641-\u064A\u1E00-\u1EFF\u2010-\u2015\u2018-\u2027\u2030-\u205E\u2190-\u21FF\u2500-\u257F`;

/** The same for two cells: kana, Han, precomposed Hangul, fullwidth ASCII. 4DC0–4DFF are left out: their width changed in Unicode 16. */
const WIDE = String.raw`\u3001-\u3029\u3041-\u3096\u309B-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E`;

// Negated classes without a quantifier: `^[…]*$` overflows the backtrack stack of V8 on texts of some megabytes.
const NOT_NARROW = new RegExp(`[^${NARROW}]`);
const NOT_PLAIN = new RegExp(`[^${NARROW}${WIDE}]`);
const NEXT_NOT_PLAIN = new RegExp(`[^${NARROW}${WIDE}]`, 'g');
// A segmenter costs some microseconds to begin with: a run goes on over short stretches of plain text.
const NEXT_PLAIN_STRETCH = new RegExp(`[${NARROW}${WIDE}]{24}`, 'g');

/** Every character is narrow and stands alone, so the width in cells is the length. */
export function isNarrow(text: string): boolean {
  return !NOT_NARROW.test(text);
}

/** Every character stands alone and is shown as it is. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** Width of a plain character. The wide set begins behind the end of the narrow one. */
export function plainWidth(codeUnit: number): 1 | 2 {
  return codeUnit > 0x3000 ? 2 : 1;
}

/**
 * The next stretch at or behind `from` that needs looking at by grapheme, as [start, end). It takes in one plain neighbour on
 * either side, since what is not plain may join it; between two plain characters is always a safe place to cut. Undefined when
 * all that is left is plain.
 */
export function nextRun(text: string, from: number): { start: number; end: number } | undefined {
  NEXT_NOT_PLAIN.lastIndex = from;
  const found = NEXT_NOT_PLAIN.exec(text);
  if (found === null) return undefined;
  NEXT_PLAIN_STRETCH.lastIndex = found.index + 1;
  const after = NEXT_PLAIN_STRETCH.exec(text);
  return { start: Math.max(from, found.index - 1), end: after === null ? text.length : after.index + 1 };
}

let segmenter: Intl.Segmenter | undefined;

/** The graphemes of a text. The first segmenter takes as long as a sixth of a bare Node to be made: most starts need none. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}
