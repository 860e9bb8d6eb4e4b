import { fold } from './match.js';

/** How well a text names a thing: the lower, the better. `weak` is what nobody may have meant. */
export type Match = 'exact' | 'prefix' | 'word' | 'weak' | undefined;

const RANK = { exact: 0, prefix: 1, word: 2, weak: 3 } as const;

/** A match that somebody may have meant. */
export const isStrong = (match: NonNullable<Match>): boolean => match !== 'weak';

/** How what is typed names an account or a place: `texts` are what it is called, the first of them by its beginning. */
export function nameMatch(texts: readonly string[], typed: string): Match {
  const text = fold(typed.replace(/^@/, ''));
  const [first = '', ...others] = texts.map(fold);
  if (first === text) return 'exact';
  if (first.startsWith(text)) return 'prefix';
  // With a dot it is a handle as far as it is typed.
  if (text.includes('.')) return undefined;
  const words = wordsOf(text);
  if ([first, ...others].some((one) => beginWords(words, wordsOf(one)))) return 'word';
  return undefined;
}

/** The things that a text names at least so well, the best first; those that match as well stay in their order. */
export function matching<T>(
  things: readonly T[],
  match: (thing: T) => Match,
  isWanted: (match: NonNullable<Match>) => boolean,
): readonly T[] {
  return things
    .flatMap((thing) => {
      const found = match(thing);
      return found !== undefined && isWanted(found) ? [{ thing, rank: RANK[found] }] : [];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing);
}

/** The words of a text, folded. */
export const wordsOf = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');

/** Whether each of the words typed is the beginning of one of the words there. */
export const beginWords = (typed: readonly string[], there: readonly string[]): boolean =>
  typed.length > 0 && typed.every((word) => there.some((one) => one.startsWith(word)));
