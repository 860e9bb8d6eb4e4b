import { dateTime } from '../../text/date-time.js';
import { fold } from '../../text/match.js';

/** What a text of a record must hold. */
export interface SearchTerm {
  /** Folded as `how` says, or as it was written where that is `exact`. Never empty. */
  readonly text: string;
  /** `case`: whatever its case; `accents`: whatever its case, accents and style; `exact`: letter for letter. */
  readonly how: 'case' | 'accents' | 'exact';
  /** Names of members, outermost first, with which the way to the text must end; empty: any text. */
  readonly field: readonly string[];
}

/** What is looked for. All of it must hold of a record. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[];
  /** As they were written; empty: all. */
  readonly collections: readonly string[];
  /** Milliseconds since 1970, inclusive. */
  readonly since: number | undefined;
  /** Milliseconds since 1970, exclusive. */
  readonly until: number | undefined;
}

/** A query that cannot be read. Its message is a sentence. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** `name:`, then what it says; in quotes it may have spaces, and what has none ends at one. */
const PART = /(?:([A-Za-z$][\w$.-]*):(?!\/\/))?(?:"([^"]*)"?|(\S+))/gu;
/** Words that people look for, and no names of fields. */
const SCHEMES = new Set(['did', 'at', 'http', 'https', 'mailto']);
const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/;

/** A text as words are compared: NFC, lower case, and both small sigmas are one. */
export const foldCase = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

/**
 * Reads what somebody looks for: words, all of which must be there; `"exact words"`; `~ecole` whatever the accents; `text:word` in
 * members of that name (`embed.images.alt:word`, lists passed over); `collection:app.bsky.feed.post`, also by its end (`post`) or its
 * beginning (`app.bsky.*`); `since:2024-02 until:2024-02-21`, both whole and in UTC.
 * @throws QueryError, with a sentence
 */
export function parseQuery(text: string): SearchQuery {
  const terms: SearchTerm[] = [];
  const collections: string[] = [];
  let since: number | undefined;
  let until: number | undefined;
  for (const [whole, name, quoted, bare = ''] of text.matchAll(PART)) {
    const said = quoted ?? bare;
    if (name === 'collection') collections.push(wanted(said, whole));
    else if (name === 'since') since = spanOf(said).start;
    else if (name === 'until') until = spanOf(said).end;
    else if (name !== undefined && SCHEMES.has(name)) terms.push(termOf(whole, undefined, []));
    else terms.push(termOf(wanted(bare, whole, quoted), quoted, name?.split('.') ?? []));
  }
  return { terms, collections, since, until };

  function termOf(word: string, exact: string | undefined, field: readonly string[]): SearchTerm {
    if (exact !== undefined) return { text: exact, how: 'exact', field };
    const bareWord = word.startsWith('~') ? fold(word.slice(1)) : '';
    return bareWord === ''
      ? { text: foldCase(word), how: 'case', field }
      : { text: bareWord, how: 'accents', field };
  }
}

/** Whether a query says nothing at all. */
export const isEmptyQuery = ({ terms, collections, since, until }: SearchQuery): boolean =>
  terms.length === 0 && collections.length === 0 && since === undefined && until === undefined;

/** Whether a collection is one of those that were asked for. */
export const isWantedCollection = (name: string, asked: readonly string[]): boolean =>
  asked.length === 0 ||
  asked.some((word) =>
    word.endsWith('.*') ? name.startsWith(word.slice(0, -1)) : name === word || name.endsWith(`.${word}`),
  );

function wanted(said: string, whole: string, quoted?: string): string {
  if (said === '' && (quoted ?? '') === '') throw new QueryError(`Nothing stands behind ${whole}`);
  return said;
}

/** The stretch of time that a year, a month, a day or a moment is. */
function spanOf(text: string): { readonly start: number; readonly end: number } {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year !== undefined) {
    const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
    const start = Date.UTC(y, m, d);
    const back = new Date(start);
    if (back.getUTCMonth() === m && back.getUTCDate() === d) {
      if (month === undefined) return { start, end: Date.UTC(y + 1, 0, 1) };
      return { start, end: day === undefined ? Date.UTC(y, m + 1, 1) : Date.UTC(y, m, d + 1) };
    }
  }
  const moment = MOMENT.test(text)
    ? dateTime(/Z|[+-]\d{2}:\d{2}$/.test(text) ? text : `${text}Z`)
    : undefined;
  if (moment === undefined) {
    throw new QueryError(`${text} is no date: write 2024, 2024-02, 2024-02-21 or 2024-02-21T15:00Z`);
  }
  return { start: moment, end: moment + 1 };
}
