import type { StoredChanges, StoredFollower, StoredGone, StoredWatch } from './stored-watch.js';

/** A follower whose account is not there. */
export interface Gone {
  readonly reason: string;
  readonly rkeys: Set<string>;
  /** Since when, in milliseconds since 1970, an event says so: undefined where the list or an earlier run told of it. */
  readonly since: number | undefined;
}

/** Record keys of deleted follows, and when they were deleted, in milliseconds since 1970. */
export type Deleted = Map<string, number>;

/** What a book knows of followers and is kept. By DID; `followers` with the record keys of their follows. */
export interface BookContents {
  readonly followers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly gone: ReadonlyMap<string, Gone>;
  readonly doubts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** All of a book, to be kept. */
export function wholeOf({
  followers,
  gone,
  doubts,
}: BookContents): Pick<StoredWatch, 'followers' | 'gone' | 'doubts'> {
  return {
    followers: [...followers].map(([did, rkeys]) => [did, ...rkeys] as const),
    gone: [...gone].map(([did, { reason, rkeys }]) => [did, reason, ...rkeys] as const),
    doubts: storedDoubts(doubts),
  };
}

/** Of a book, those who are touched: followers, gone, or neither any more. */
export function changesOf(
  { followers, gone, doubts }: BookContents,
  touched: Iterable<string>,
): Pick<StoredChanges, 'followers' | 'gone' | 'left' | 'doubts'> {
  const changed: { followers: StoredFollower[]; gone: StoredGone[]; left: string[] } = {
    followers: [],
    gone: [],
    left: [],
  };
  for (const did of touched) {
    const rkeys = followers.get(did);
    const lost = gone.get(did);
    if (rkeys) changed.followers.push([did, ...rkeys]);
    else if (lost) changed.gone.push([did, lost.reason, ...lost.rkeys]);
    else changed.left.push(did);
  }
  return { ...changed, doubts: storedDoubts(doubts) };
}

function storedDoubts(doubts: BookContents['doubts']): StoredWatch['doubts'] {
  if (doubts.size === 0) return undefined;
  return [...doubts].flatMap(([did, deleted]) =>
    [...deleted].map(([rkey, time]) => [did, rkey, time] as const),
  );
}

/** Notes a deleted follow. Changes the map in place. */
export function note(deletes: Map<string, Deleted>, did: string, rkey: string, time: number): void {
  const deleted = deletes.get(did) ?? new Map<string, number>();
  deletes.set(did, deleted.set(rkey, time));
}
