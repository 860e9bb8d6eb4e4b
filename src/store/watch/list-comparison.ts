import type { FollowerBook } from './follower-book.js';

/** Milliseconds after which what an event told of is in the AppView's list. */
export const SETTLED_MS = 30_000;

type Known = Pick<FollowerBook, 'has' | 'leftLately' | 'isDeleted' | 'joinedAt'>;

/** Whom the list has and the book does not. */
export interface Unknown {
  /** They are news, in the order of the list. */
  readonly news: readonly string[];
  /** Of those, the ones who left a short while ago: the list may be older than that. */
  readonly unsure: readonly string[];
  /** Those behind the last one known: the limit of an earlier reading kept them out. */
  readonly behind: readonly string[];
}

/** The followers of a list, the newest first, that are not known; `isLimited`: it was not read to its end. */
export function unknownOf(listed: readonly string[], isLimited: boolean, book: Known): Unknown {
  const end = isLimited
    ? Math.max(
        0,
        listed.findLastIndex((did) => book.has(did)),
      )
    : listed.length;
  const news = listed.slice(0, end).filter((did) => !book.has(did));
  return { news, unsure: news.filter((did) => book.leftLately(did)), behind: listed.slice(end) };
}

/**
 * Those who left lately of whom the AppView, by the record keys of their follows, knows no more than the list did when they left, or
 * of whom it says nothing.
 */
export const staleOf = (
  unsure: readonly string[],
  follows: ReadonlyMap<string, string | undefined>,
  book: Known,
): ReadonlySet<string> =>
  new Set(
    unsure.filter((did) => {
      const rkey = follows.get(did);
      return rkey === undefined || book.isDeleted(did, rkey);
    }),
  );

/** Whom the book has, and the whole list does not. */
export interface Missing {
  readonly settled: readonly string[];
  /** They followed a moment ago, and may not be in the list yet. */
  readonly young: readonly string[];
}

/** Of those known `before` the list was read, the ones that it has no more. `now` is in milliseconds since 1970. */
export function missingOf(
  before: readonly string[],
  listed: readonly string[],
  book: Known,
  now: number,
): Missing {
  const there = new Set(listed);
  const settled: string[] = [];
  const young: string[] = [];
  for (const did of before) {
    if (there.has(did) || !book.has(did)) continue;
    if ((book.joinedAt(did) ?? 0) > now - SETTLED_MS) young.push(did);
    else settled.push(did);
  }
  return { settled, young };
}
