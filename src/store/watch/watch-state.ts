import type { StreamStatus } from '../../atproto/streams/event-stream.js';
import type { HistoryLine } from '../../places/history.js';

/** Lines of a watch that are held and kept; the oldest are let go. */
export const LINES_MAX = 10_000;

export type { HistoryLine as WatchLine };

/** The loading of the followers that there are. */
export interface Baseline {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly loaded: number;
  /** What the profile says; it often disagrees with the list. */
  readonly total: number | undefined;
  /** There are more than are loaded: unfollows by the rest go unseen. */
  readonly limited: boolean;
  readonly error: unknown;
}

export interface Tally {
  readonly gained: number;
  readonly lost: number;
}

/** A watched account. */
export interface Watch {
  readonly did: string;
  /** The handle or DID by which it was addressed. */
  readonly repo: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly stream: StreamStatus | undefined;
  /** Since when, in milliseconds since 1970, the stream has been without a connection, through all attempts to make one. */
  readonly brokenSince?: number | undefined;
  /** Events a second of the stream, as last told, newest last. */
  readonly rates: readonly number[];
  /** No stream is reachable: the list of followers is asked for now and then instead. */
  readonly polling: boolean;
  readonly baseline: Baseline;
  /** Since the watch began. */
  readonly live: Tally;
  /** Before that, since the last watch; undefined where there was none. */
  readonly away: (Tally & { readonly since: number }) | undefined;
  /** Newest first; bounded. */
  readonly lines: readonly HistoryLine[];
}

export interface WatchesState {
  /** The accounts whose followers are watched, by DID. */
  readonly watches: ReadonlyMap<string, Watch>;
}
