import type { StreamSource } from '../../keep/stream-url.js';
import type { Attempts } from './attempts.js';
import type { StreamFilter, StreamPosition, StreamState } from './event-stream.js';
import type { SocketEnd } from './socket.js';
import type { StreamTimings } from './timings.js';

/** A connection to one of several sources, made again whenever it is lost: what it is and what becomes of it. A value. */
export interface ConnectionState {
  readonly filter: StreamFilter;
  readonly phase: Phase;
  readonly status: ConnectionStatus;
  readonly attempts: Attempts;
  readonly nonsense: Nonsense;
  /** Milliseconds of silence that are borne; longer than usual after a silence that connecting anew did not end. */
  readonly silenceMs: number | undefined;
  /** The source is being held back. */
  readonly isHeld: boolean;
}

/** Ticks are milliseconds of a clock that is never set. */
export type Phase =
  | { readonly kind: 'connecting'; readonly asked: StreamFilter; readonly isCompressed: boolean }
  | {
      readonly kind: 'open';
      /** What the source was told to send. */
      readonly asked: StreamFilter;
      readonly isCompressed: boolean;
      readonly openedAtTicks: number;
      /** Where the stream stood then. */
      readonly cursor: number | undefined;
    }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'closed' };

export interface ConnectionStatus {
  readonly state: StreamState;
  /** Milliseconds since 1970, as `nextTryAt` is. */
  readonly since: number;
  readonly reason: string | undefined;
  readonly nextTryAt: number | undefined;
}

/** Whether a frame could not be read: where in the stream, and how many were passed over there on this connection. */
export type Nonsense =
  | { readonly kind: 'none' }
  | { readonly kind: 'met'; readonly cursor: number | undefined; readonly passed: number };

/** A time by both clocks: milliseconds since 1970, which may be set, and ticks. */
export interface Moment {
  readonly now: number;
  readonly ticks: number;
}

export type ConnectionEvent =
  | { readonly kind: 'asking'; readonly isCompressed: boolean }
  | { readonly kind: 'opened'; readonly at: Moment; readonly position: StreamPosition | undefined }
  /** The stream came further. */
  | { readonly kind: 'advanced' }
  /** The source answers, and sends nothing that fits. */
  | { readonly kind: 'silent'; readonly position: StreamPosition | undefined }
  /** A frame could not be read. */
  | {
      readonly kind: 'nonsense';
      readonly at: Moment;
      readonly message: string;
      readonly position: StreamPosition | undefined;
      readonly jitter: number;
    }
  /** `jitter`: from 0 to 1, see {@link delayOf}. */
  | {
      readonly kind: 'lost';
      readonly at: Moment;
      readonly end: SocketEnd;
      readonly position: StreamPosition | undefined;
      readonly jitter: number;
    }
  /** What was waited for is over. */
  | { readonly kind: 'due' }
  | { readonly kind: 'filtered'; readonly filter: StreamFilter }
  | { readonly kind: 'held'; readonly isHeld: boolean }
  | { readonly kind: 'closed'; readonly now: number };

export type ConnectionEffect =
  /** Ends the socket, if there is one, and what is waited for. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Watches whether the source goes on; so long without an event are borne. */
  | { readonly kind: 'watch'; readonly silenceMs: number }
  | { readonly kind: 'pass over'; readonly reason: string }
  /** `isTooOld`: a later one may do. */
  | { readonly kind: 'refuse cursor'; readonly reason: string; readonly isTooOld: boolean }
  | { readonly kind: 'refuse dictionary' }
  /** The status is another one. */
  | { readonly kind: 'tell' };

export interface Transition {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

/** What never changes about a connection. */
export interface ConnectionRules {
  /** At least one. */
  readonly sources: readonly StreamSource[];
  readonly timings: StreamTimings;
}
