import type { StreamSource } from '../../keep/stream-url.js';
import type { StreamFilter, StreamPosition } from './event-stream.js';
import type { Wanted } from './filter.js';
import type { RepoEvent } from './repo-event.js';

/** What is asked of a source when it is connected to. */
export interface StreamRequest {
  readonly filter: StreamFilter;
  /** Undefined: from now on. */
  readonly cursor: number | undefined;
  /** ID of the zstd dictionary that its frames may be compressed with. */
  readonly dictionary?: number | undefined;
}

/** Takes what the frames of a source hold. */
export interface FrameSink {
  /** For `mark` see {@link fingerprint}. */
  event(event: RepoEvent, mark: string): void;
  /** Follows each frame that has a place in the stream, whether anything in it was wanted or not. */
  progress(cursor: number, time: number): void;
  /** The source says that it goes on later than it was asked to. */
  outdated(): void;
  /** The source says that it counts anew, below what it was asked for. */
  anew(): void;
  /** Something of that time cannot be had. */
  missing(time: number, reason: string): void;
}

/** How one kind of source is spoken to. */
export interface StreamProtocol {
  readonly subprotocol?: string;
  /** Whether a cursor means the same at every host of this kind. */
  readonly sharedCursors: boolean;
  url(source: StreamSource, request: StreamRequest): URL;
  /** What is sent once the socket is open, when the URL does not hold all of the filter. */
  hello(filter: StreamFilter): string | undefined;
  /** What changes the filter of the open socket: a message, nothing to do at all, or connecting anew. */
  change(from: StreamFilter, to: StreamFilter): { readonly send: string } | 'nothing' | 'reconnect';
  /** The cursor that brings all events after `position` and a few before it, or undefined where there is none such. */
  resume(position: StreamPosition, request: ResumeRequest): number | undefined;
  /** Reads a frame. Throws a {@link StreamFault} where it is an error or not what the protocol has. */
  read(frame: string | Buffer, wanted: Wanted, sink: FrameSink): void;
}

export interface ResumeRequest {
  /** Whether the position is of the very source that is asked now. */
  readonly sameSource: boolean;
  /**
   * Milliseconds since 1970 up to which there was nothing for the filter, where a source was heard of for long without
   * sending anything: a cursor from before that need not be looked through again, and may be too old by then.
   */
  readonly idleUntil: number | undefined;
}

/** Why a source cannot be gone on with: its own error, by name, or a frame that is not understood (`malformed`). */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.error = error;
  }
}

export function malformed(words: string): StreamFault {
  return new StreamFault('malformed', words);
}

/** Microseconds that Jetstream cursors are set back by: what was cut off in the middle comes again, and is dropped here. */
export const REWIND_US = 3_000_000;

/** Where a time cursor goes on: a little before the last event, or an hour before the end of a longer silence. */
export function timeCursor(microseconds: number, idleUntil: number | undefined): number {
  return Math.max(microseconds - REWIND_US, ((idleUntil ?? 0) - IDLE_MS) * 1000);
}

/** Milliseconds of silence, over several connections, that are believed. */
export const IDLE_MS = 3_600_000;

/** From here on a cursor is a time in microseconds, and below it a count (lexicon of subscribeEvents, `cursor`). */
export function isTimeCursor(cursor: number): boolean {
  return cursor >= 1e15;
}

/** The position's time as a cursor, where its cursor is not one itself. */
export function microsecondsOf({ cursor, time }: StreamPosition): number {
  return isTimeCursor(cursor) ? cursor : Math.floor(time * 1000);
}
