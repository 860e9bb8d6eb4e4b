/** Characters that would not come back from an address: those that mean something in it, and those that are taken off its edges. */
const SPECIAL = /[%#?\s\p{Cc}\p{Cf}"'`“”„‘’«»<>(){}[\],;!]/gu;

/** Words as they stand in an address, behind the colon. */
export const encodedWords = (words: string): string =>
  words.replace(SPECIAL, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );

/** The words behind the colon of an address; undefined where there are none. A `%` that encodes nothing stands for itself. */
export function readWords(segments: readonly string[]): string | undefined {
  const text = segments.join('/');
  const words = decoded(text);
  return words.trim() === '' ? undefined : words;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A text as one part of an address: also what stands between members and between the parts of a path is written out, and an end that
 * punctuation would be taken off.
 */
export const encodedPart = (text: string): string =>
  encodedWords(text)
    .replaceAll('&', '%26')
    .replaceAll('/', '%2F')
    .replaceAll('›', '%E2%80%BA')
    .replace(/[\uff01-\uff5e]/g, encodeURIComponent)
    .replace(/[.:]+$/, (end) => [...end].map((one) => (one === '.' ? '%2E' : '%3A')).join(''));

/** The text of such a part. */
export const readPart = (part: string): string => decoded(part);
