import type { SourceKind } from '../../keep/stream-url.js';
import type { StreamFilter, StreamStatus } from './event-stream.js';
import { canShare, covers, joined } from './filter.js';

/** Milliseconds by which a stream may lag for a newcomer to find it live. */
export const LIVE_LAG_MS = 10_000;

/** What a connection serves, as far as it matters to one who would share it. */
export interface Served {
  readonly filter: StreamFilter;
  readonly kind: SourceKind;
  /** Milliseconds by which it lies behind; undefined before the first event. */
  readonly behind: number | undefined;
  /** Whether it goes on from an earlier run, and has that to catch up with. */
  readonly resumes: boolean;
}

/** Whether a newcomer without a past can share a connection. `isUnfiltered`: every source sends everything to everyone. */
export function canJoin(served: Served, wanted: StreamFilter, isUnfiltered: boolean): boolean {
  if (!isLive(served)) return false;
  if (isUnfiltered || covers(served.filter, wanted)) return true;
  // A Jetstream v2 would have to be connected to anew.
  return served.kind !== 'jetstream-v2' && canShare(served.filter, wanted);
}

/** Whether one of a connection's subscriptions can stay on it, beside the others, when it wants something else. */
export function canStay(
  others: readonly StreamFilter[],
  wanted: StreamFilter,
  isUnfiltered: boolean,
): boolean {
  return others.length === 0 || isUnfiltered || canShare(joined(others), wanted);
}

export function sameStatus(a: StreamStatus, b: StreamStatus): boolean {
  return (Object.keys(a) as (keyof StreamStatus)[]).every((name) => a[name] === b[name]);
}

function isLive({ behind, resumes }: Served): boolean {
  return behind === undefined ? !resumes : behind < LIVE_LAG_MS;
}
