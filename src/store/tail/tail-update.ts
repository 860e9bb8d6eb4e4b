import type { Queued } from '../../atproto/streams/event-queue.js';
import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import { sameFilter } from '../../atproto/streams/filter.js';
import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { Names } from '../../lenses/names.js';
import { isOnNewest } from '../cursor/list-cursor.js';
import type { LiveState } from '../live/live-state.js';
import { streamFilterText } from './stream-filter.js';
import { entryOf, gapEntry } from './tail-entry.js';
import { newTail, type Tail, type TailState, withEntries, withWaitingShown } from './tail-state.js';

/** Rows whose accounts are asked for: about those that a screen shows. */
const NAMED_ROWS = 25;

/** What the live pane shows, and where its cursor is. */
type Cursor = Pick<LiveState, 'live' | 'liveCursor'>;

/** What a batch says beside what the tail shows of it. */
export interface Batch {
  readonly commits: readonly CommitEvent[];
  /** Events are missing among them. */
  readonly isMissing: boolean;
}

/** What of a batch concerns lists and records. */
export function batchOf(queued: readonly Queued[]): Batch {
  const commits: CommitEvent[] = [];
  let isMissing = false;
  for (const one of queued) {
    if ('reason' in one) isMissing = true;
    else if (one.kind === 'commit') commits.push(one);
  }
  return { commits, isMissing };
}

/** The tail after a batch. One who looks at another live pane, or at the newest row, sees what comes at once. */
export function withBatch(
  { tail, live, liveCursor }: TailState & Cursor,
  batch: readonly Queued[],
): Tail | undefined {
  if (tail === undefined || batch.length === 0) return tail;
  const entries = batch.map((one) => ('reason' in one ? gapEntry(one) : entryOf(one)));
  return withEntries(tail, entries, live?.kind !== 'tail' || isOnNewest(liveCursor));
}

/** The tail held back, or going on; what waits is shown then where one looks at the newest. */
export function withPaused({ tail, liveCursor }: TailState & Cursor): TailState {
  if (tail === undefined) return { tail };
  const goesOn = tail.paused && isOnNewest(liveCursor);
  return { tail: { ...(goesOn ? withWaitingShown(tail) : tail), paused: !tail.paused } };
}

/** Whether these events are tailed already, in whatever order they were asked for. */
export function isTailed(tail: Tail | undefined, filter: StreamFilter): boolean {
  return tail !== undefined && tail.kind !== 'labels' && sameFilter(tail.filter, filter);
}

/** A tail of what of the network the filter lets through. */
export function streamOf(filter: StreamFilter): Tail {
  const wanted = streamFilterText(filter);
  return newTail('stream', wanted === '' ? 'the network' : wanted, filter);
}

/** A tail of an account, or of one collection of it; `who` is how it is called. */
export function tailOf(did: string, who: string, collection: string | undefined): Tail {
  const filter = { collections: collection === undefined ? [] : [collection], dids: [did] };
  return newTail('tail', collection === undefined ? who : `${who} ${collection}`, filter);
}

/** A tail of what a labeler says; `who` is how it is called. */
export const labelsOf = (labeler: string, who: string): Tail => ({
  ...newTail('labels', who, { collections: [], dids: [] }),
  labeler,
});

/** The accounts in the newest rows, where one of them has no handle yet; otherwise none. */
export function unnamedDids({ shown }: Tail, names: Names): readonly string[] {
  const dids = new Set<string>();
  for (let index = 0; index < NAMED_ROWS; index++) {
    const entry = shown.at(index);
    if (entry === undefined) break;
    if (entry.kind !== 'gap') dids.add(entry.did);
    if (entry.kind === 'commit') for (const did of entry.dids) dids.add(did);
  }
  return [...dids].some((did) => names(did) === undefined) ? [...dids] : [];
}
