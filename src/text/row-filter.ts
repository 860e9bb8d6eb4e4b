import { filterTerms } from './match.js';

/** The word that lets through only records that are not valid under their lexicon. */
export const INVALID_WORD = `:${'invalid'}`;

/** The word that lets through only rows that are marked. Where nothing can be, it is a term like any other. */
export const MARKED_WORD = `:${'marked'}`;

/** What a filter's text asks of a row. */
export interface RowFilter {
  /** Folded; each has to stand in one of the cells. */
  readonly terms: readonly string[];
  /** Whether the record has to be one that its lexicon does not allow. */
  readonly isInvalid: boolean;
}

/** Reads a filter's text. Where the rows are no records, `:invalid` is a term like any other. */
export function readRowFilter(text: string, areRecords: boolean): RowFilter {
  const terms = filterTerms(text);
  if (!areRecords) return { terms, isInvalid: false };
  const others = terms.filter((term) => term !== INVALID_WORD);
  return { terms: others, isInvalid: others.length < terms.length };
}

/** A filter's text with one of these words in it, once. */
export const withWord = (text: string, word: typeof INVALID_WORD | typeof MARKED_WORD): string =>
  filterTerms(text).includes(word) ? text : `${text.trim()} ${word}`.trim();
