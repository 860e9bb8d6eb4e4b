import type { StreamSource } from '../../keep/stream-url.js';
import type { StreamGap, StreamPosition } from './event-stream.js';
import { fingerprint } from './fingerprint.js';
import { type FrameSink, isTimeCursor, microsecondsOf, type StreamProtocol } from './protocol.js';
import type { RepoEvent } from './repo-event.js';
import { createSeen } from './seen.js';

/**
 * Where a connection is in the stream, over all the sockets that it has had: what is asked of the next one, which events
 * are new, and which are missing.
 */
export interface Place {
  /** The newest that came. */
  position(): StreamPosition | undefined;
  /** The same for going on from in a later run. */
  snapshot(): StreamPosition | undefined;
  /** Notes that a source is being asked, and gives the cursor to ask it with. */
  begin(source: StreamSource, protocol: StreamProtocol, idleUntil: number | undefined): number | undefined;
  opened(now: number): void;
  left(): void;
  /** What comes from now on was chosen otherwise than what came before. */
  filterChanged(): void;
  /** The source does not take the cursor. */
  refused(reason: string): void;
  readonly frames: FrameSink;
}

export interface PlaceSettings {
  readonly from: StreamPosition | undefined;
  /** Milliseconds to wait for the event that a gap ends with. */
  readonly gapEnd: number;
  readonly onEvent: (event: RepoEvent) => void;
  readonly onGap: (gap: StreamGap) => void;
}

/** Events that are remembered at least. Three seconds of the whole network, which is what comes again, are a few thousand. */
const REMEMBERED = 10_000;

/** Microseconds by which a replay may begin late without being taken for cut short. */
const LATE = 60_000_000;

export function createPlace({ from, gapEnd, onEvent, onGap }: PlaceSettings): Place {
  const seen = createSeen(REMEMBERED);
  let position: StreamPosition | undefined = from;
  /** Whether the position is only when the stream began, by the clock of this machine. */
  let isGuess = false;
  /** Nothing up to it is wanted. While the first connection lasts, whatever it brings is, in whatever order. */
  let floor: Omit<StreamPosition, 'time'> | undefined = from;
  let isFloorOpen = from === undefined;
  /** What came with the cursor of `atCursor`. */
  let came: number[] = [];
  let atCursor = 0;
  let here = '';
  let host = '';
  let isTimed = false;
  let isFirst = true;
  let openedAt: number | undefined;
  /** The last that came through the present filter. A source that goes on from before it sends it again. */
  let anchor = from?.came === undefined ? undefined : from.cursor;
  let expected: number | undefined;
  /** A gap whose end is not known yet. */
  let lost: Omit<StreamGap, 'to'> | undefined;
  let carried: Omit<StreamGap, 'to'> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function settle(to: number): void {
    clearTimeout(timer);
    if (lost === undefined) return;
    onGap({ ...lost, to });
    lost = undefined;
    carried = undefined;
    if (position?.source !== here) position = undefined;
  }

  function settleLater(): void {
    clearTimeout(timer);
    timer = setTimeout(() => settle(Date.now()), gapEnd);
  }

  /** Called for each thing that comes, before it counts. */
  function arrive(cursor: number, time: number): void {
    if (isFloorOpen && (floor === undefined || cursor <= floor.cursor)) {
      floor = { source: here, cursor: cursor - 1 };
    }
    if (!isFirst) return;
    isFirst = false;
    if (expected !== undefined && cursor > expected + LATE) {
      lost ??= { from: Math.floor(expected / 1000), reason: `${host} does not go back that far` };
    }
    settle(time);
  }

  /** Whether an event came before the stream began, or in an earlier run. */
  function isPast(cursor: number, print: number): boolean {
    if (floor?.source !== here || isTimeCursor(floor.cursor) !== isTimeCursor(cursor)) return false;
    if (cursor === floor.cursor && floor.came !== undefined) return floor.came.includes(print);
    return cursor <= floor.cursor;
  }

  function remember(cursor: number, print: number): void {
    if (cursor !== atCursor) came = [];
    atCursor = cursor;
    came.push(print);
  }

  return {
    position: () => position,

    snapshot() {
      if (position === undefined || !isTimeCursor(position.cursor) || isGuess) return position;
      return position.cursor === atCursor ? { ...position, came: [...came] } : position;
    },

    begin(source, protocol, idleUntil) {
      const before = position?.source;
      here = source.url.href;
      host = source.url.host;
      isTimed = source.kind !== 'firehose';
      isFirst = true;
      if (floor !== undefined) isFloorOpen = false;
      if (before !== here) anchor = undefined;
      lost = carried;
      expected = undefined;
      if (position === undefined) {
        if (openedAt !== undefined) {
          lost ??= { from: openedAt, reason: 'the connection was lost before anything had come' };
        }
        return undefined;
      }
      const cursor = protocol.resume(position, { sameSource: before === here, idleUntil });
      if (cursor === undefined) {
        lost ??= {
          from: position.time,
          reason: `${host} cannot go on from where ${URL.parse(position.source)?.host} was left`,
        };
      } else if (protocol.sharedCursors && anchor !== undefined && cursor <= anchor) {
        expected = anchor;
      }
      return cursor;
    },

    opened(now) {
      openedAt = now;
      if (position === undefined && isTimed) {
        position = { source: here, cursor: now * 1000, time: now };
        isGuess = true;
      }
      if (lost !== undefined) settleLater();
    },

    left() {
      clearTimeout(timer);
      lost = undefined;
    },

    filterChanged() {
      anchor = undefined;
    },

    refused(reason) {
      carried ??= { from: position?.time ?? openedAt, reason };
      const isByTime = position === undefined || isTimeCursor(position.cursor);
      position = isTimed && !isByTime ? { ...position!, cursor: microsecondsOf(position!) } : undefined;
      openedAt = undefined;
      // A source that has begun to count anew comes to the old numbers again.
      if (position === undefined) {
        floor = undefined;
        isFloorOpen = true;
      }
    },

    frames: {
      event(event, mark) {
        arrive(event.cursor, event.time);
        const print = fingerprint(event, mark);
        if (isPast(event.cursor, print) || !seen.isNew(print)) return;
        if (isTimeCursor(event.cursor)) remember(event.cursor, print);
        onEvent(event);
      },
      progress(cursor, time) {
        arrive(cursor, time);
        anchor = cursor;
        if (isGuess || position?.source !== here || isAfter(cursor, position.cursor)) {
          position = { source: here, cursor, time };
          isGuess = false;
        }
      },
      outdated() {
        lost ??= { from: position?.time, reason: `${host} does not go back that far` };
        settleLater();
      },
      missing(time, reason) {
        onGap({ from: time, to: time, reason });
      },
    },
  };
}

/** A cursor of the source itself counts for more than a time, which is only how it was asked. */
function isAfter(cursor: number, other: number): boolean {
  return cursor > other || (isTimeCursor(other) && !isTimeCursor(cursor));
}
