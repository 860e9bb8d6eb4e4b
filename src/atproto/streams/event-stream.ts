import type { SourceKind } from '../../keep/stream-url.js';
import type { RepoEvent } from './repo-event.js';

/** What a subscription wants. Identity and account events pass every `collections`, and are held against `dids` only. */
export interface StreamFilter {
  /** NSIDs, or prefixes that end in `.*`; empty: all. */
  readonly collections: readonly string[];
  /** Empty: all. */
  readonly dids: readonly string[];
}

/**
 * `connecting`: for the first time; `waiting`: the connection was lost or did not come about, and will be tried again or is
 * being tried; `unreachable`: the same, after every source was tried; `closed`: by the user.
 */
export type StreamState = 'connecting' | 'connected' | 'waiting' | 'unreachable' | 'closed';

export interface StreamStatus {
  readonly state: StreamState;
  /** Host of the source in use. */
  readonly source: string;
  readonly kind: SourceKind;
  /** Milliseconds since 1970 at which this state began. */
  readonly since: number;
  /** Why it is not connected, in words. */
  readonly reason: string | undefined;
  /** Milliseconds since 1970. */
  readonly nextTryAt: number | undefined;
  /** Milliseconds by which the newest event lay behind the clock when it came; undefined before the first one. */
  readonly behind: number | undefined;
  /** Events that passed the filter, over the last seconds. */
  readonly eventsPerSecond: number;
}

/** A stretch of time of which events are missing. */
export interface StreamGap {
  /** Milliseconds since 1970; undefined where nothing is known of what came before. */
  readonly from: number | undefined;
  readonly to: number;
  /** In words: cursor too old, another host, dropped n events … */
  readonly reason: string;
}

/** Takes what a subscription brings. Nothing is called after the subscription is closed. */
export interface StreamListener {
  /** One or more events, in the order of the source. */
  events(batch: readonly RepoEvent[]): void;
  /** Comes in its place among the events. */
  gap(gap: StreamGap): void;
  status(status: StreamStatus): void;
}

/** A position in the stream of a source, to go on from in a later run. */
export interface StreamPosition {
  /** URL of the source that the cursor belongs to. */
  readonly source: string;
  readonly cursor: number;
  /** Milliseconds since 1970 of the event there. */
  readonly time: number;
  /**
   * Fingerprints of the events with that very cursor that came already, where others with it may follow: a Jetstream v1 gives
   * all that one commit holds the same.
   */
  readonly came?: readonly number[] | undefined;
}

export interface Subscription {
  readonly status: StreamStatus;
  /** After which the next events come: everything up to it was handed to the listener. */
  position(): StreamPosition | undefined;
  /**
   * Milliseconds since 1970 of the last that the source has brought, for this subscription, for others that share its connection
   * and began further back, or for nobody, where it begins earlier than it was asked to.
   */
  reached(): number | undefined;
  /** Changes what it wants, on the open connection where the protocol allows it. */
  update(filter: StreamFilter): void;
  close(): void;
}

export interface EventStreams {
  /**
   * Opens a stream. Several subscriptions whose filters can be asked for together share a connection. `from`: events after
   * that position come first, or a gap says which are missing; without it the stream begins now.
   */
  subscribe(filter: StreamFilter, listener: StreamListener, options?: SubscribeOptions): Subscription;
  /** Closes every subscription and connection. */
  close(): void;
}

export interface SubscribeOptions {
  readonly from?: StreamPosition | undefined;
}
