/**
 * Accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew, and everything that leaves no trace on the screen. Vowel signs
 * of other scripts are letters to their readers, and so is the voicing mark of kana.
 */
const PASSED_OVER =
  /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u064B-\u065F\u0670\p{Default_Ignorable_Code_Point}]/gu;
const NOT_ASCII = /[^\0-\x7F]/;

/**
 * A text as it is compared: without case, accents, width and style of letters (`É`, `Ｅ` and `𝓔` are `e`) and without invisible
 * characters. It may be longer or shorter than the text.
 */
export function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  const bare = text.toLowerCase().normalize('NFKD').replace(PASSED_OVER, '');
  // Put together again, so that か is not found in が.
  return bare.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');
}

/** The terms of a filter's text: folded, and parted at white space. Empty when there is nothing to look for. */
export function filterTerms(text: string): readonly string[] {
  return fold(text)
    .split(/\s+/)
    .filter((term) => term !== '');
}

/** Whether each of the terms of `filterTerms` stands in one of the cells. */
export function matchesTerms(cells: readonly string[], terms: readonly string[]): boolean {
  if (terms.length === 0) return true;
  const folded = cells.map(fold);
  return terms.every((term) => folded.some((cell) => cell.includes(term)));
}
