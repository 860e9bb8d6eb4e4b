import type { StreamFilter } from './event-stream.js';
import type { RepoEvent } from './repo-event.js';

/** The most DIDs that a Jetstream takes in one filter. */
export const DIDS_MAX = 10_000;
/** The most collections that a Jetstream takes in one filter. */
export const COLLECTIONS_MAX = 100;

/** A filter made ready for asking it many times a second. */
export interface Wanted {
  collection(nsid: string): boolean;
  did(did: string): boolean;
  event(event: RepoEvent): boolean;
}

export function wantedBy({ collections, dids }: StreamFilter): Wanted {
  const exact = new Set(collections.filter((one) => !isPrefix(one)));
  const prefixes = collections.filter(isPrefix).map(stem);
  const accounts = new Set(dids);

  function collection(nsid: string): boolean {
    return collections.length === 0 || exact.has(nsid) || prefixes.some((prefix) => nsid.startsWith(prefix));
  }

  function did(one: string): boolean {
    return accounts.size === 0 || accounts.has(one);
  }

  return {
    collection,
    did,
    event: (event) => did(event.did) && (event.kind !== 'commit' || collection(event.collection)),
  };
}

/** One filter that lets through all that any of them does; it may let through more. */
export function joined(filters: readonly StreamFilter[]): StreamFilter {
  return {
    collections: union(filters.map(({ collections }) => collections)),
    dids: union(filters.map(({ dids }) => dids)),
  };
}

/** Whether one filter can serve both without asking for events that neither wants. */
export function canShare(a: StreamFilter, b: StreamFilter): boolean {
  if (covers(a, b) || covers(b, a)) return true;
  const narrow = a.dids.length > 0 && b.dids.length > 0;
  return narrow && equal(a.collections, b.collections) && union([a.dids, b.dids]).length <= DIDS_MAX;
}

/** Whether `wide` lets through all that `narrow` does. */
export function covers(wide: StreamFilter, narrow: StreamFilter): boolean {
  return (
    coversDids(new Set(wide.dids), narrow.dids) &&
    (wide.collections.length === 0 ||
      (narrow.collections.length > 0 &&
        narrow.collections.every((one) => wide.collections.some((other) => coversCollection(other, one)))))
  );
}

function coversDids(wide: ReadonlySet<string>, narrow: readonly string[]): boolean {
  return wide.size === 0 || (narrow.length > 0 && narrow.every((did) => wide.has(did)));
}

function coversCollection(wide: string, narrow: string): boolean {
  return wide === narrow || (isPrefix(wide) && narrow.startsWith(stem(wide)));
}

export function sameFilter(a: StreamFilter, b: StreamFilter): boolean {
  return equal(a.collections, b.collections) && equal(a.dids, b.dids);
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((one) => right.has(one));
}

/** An empty list stands for all, so it swallows the others. */
function union(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
}

function isPrefix(collection: string): boolean {
  return collection.endsWith('.*');
}

function stem(prefix: string): string {
  return prefix.slice(0, -1);
}
