import type { StreamFilter, StreamStatus } from '../../atproto/streams/event-stream.js';
import { type Burden, EventRing } from './event-ring.js';
import { jsonBytes, type TailEntry, withoutJson } from './tail-entry.js';

const EVENTS_MAX = 10_000;
/** The JSON of the newest events, of those shown and of those that wait: bytes of memory of either. */
const JSON_MAX_BYTES = 4 * 1024 * 1024;
const JSON_KEPT: Burden<TailEntry> = { max: JSON_MAX_BYTES, of: jsonBytes, without: withoutJson };
/** Collections are names that strangers choose: beyond so many they are counted together. */
const COLLECTIONS_MAX = 500;
const OTHER_COLLECTIONS = 'other collections';

/** Live events as they come: of a repo, of one collection of it, or of the network. */
export interface Tail {
  /** Whose or what events these are, as the title says it. */
  readonly name: string;
  /** `tail`: of a repo; `stream`: of whatever the filter lets through; `labels`: what a labeler says. */
  readonly kind: 'tail' | 'stream' | 'labels';
  /** DID of that labeler. */
  readonly labeler?: string | undefined;
  readonly filter: StreamFilter;
  /** What is shown. Changes in place; a new Tail object says that it did. */
  readonly shown: EventRing<TailEntry>;
  /** What came since, while the cursor was on an older one or the tail paused. Changes in place as well. */
  readonly waiting: EventRing<TailEntry>;
  /** How many came since, those included that `waiting` had no room for. */
  readonly newer: number;
  readonly paused: boolean;
  /** Records created, updated and deleted, by collection; labels by their values. Changes in place as well. */
  readonly counts: ReadonlyMap<string, number>;
  readonly stream: StreamStatus | undefined;
}

export interface TailState {
  /** Live events as they come; undefined where none are asked for. */
  readonly tail: Tail | undefined;
}

export const newTail = (kind: Tail['kind'], name: string, filter: StreamFilter): Tail => ({
  name,
  kind,
  filter,
  shown: new EventRing(EVENTS_MAX, JSON_KEPT),
  waiting: new EventRing(EVENTS_MAX, JSON_KEPT),
  newer: 0,
  paused: false,
  counts: new Map(),
  stream: undefined,
});

/**
 * The tail after so many entries more, oldest first. They are shown at once only while one looks at the newest
 * (`onNewest`): a row that somebody reads must not move.
 */
export function withEntries(tail: Tail, entries: readonly TailEntry[], onNewest: boolean): Tail {
  const follows = onNewest && !tail.paused && tail.newer === 0;
  const ring = follows ? tail.shown : tail.waiting;
  const counts = tail.counts as Map<string, number>;
  for (const entry of entries) {
    ring.push(entry);
    const counted = countedAs(entry);
    if (counted === undefined) continue;
    const name = counts.has(counted) || counts.size < COLLECTIONS_MAX ? counted : OTHER_COLLECTIONS;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return { ...tail, newer: follows ? 0 : tail.newer + entries.length };
}

function countedAs(entry: TailEntry): string | undefined {
  if (entry.kind === 'label') return entry.label.val;
  return entry.kind === 'commit' ? entry.collection : undefined;
}

/** The tail with all that waits shown. */
export function withWaitingShown(tail: Tail): Tail {
  tail.waiting.moveTo(tail.shown);
  return { ...tail, newer: 0 };
}
