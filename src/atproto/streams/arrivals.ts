import { isAhead } from './clock-limits.js';
import type { StreamPosition } from './event-stream.js';
import {
  begunAnew,
  type Late,
  type Leap,
  type Link,
  type Progress,
  type Step,
  withLink,
} from './progress.js';
import { isTimeCursor, REWIND_US } from './protocol.js';

/** By so much a replay may begin late without being taken for cut short. */
const LATE_MAX_US = 60_000_000;
/** So many events in a row that are late are not out of their order: of the whole network that is less than a second. */
const LATE_IN_A_ROW_MAX = 100;
/** An event that is newer by so much, and yet has a lower number, is of a sequence that began anew. */
const NEWER_MS = 60_000;
/** What says to come later by more than this, with earlier ones behind it, was out of its order. */
const LEAP_MIN_US = REWIND_US;
/** What lies further back than this is an event of long ago, and no sign of where the source is. */
const LEAP_MAX_US = 7_200_000_000;
/** So many events in a row that are ahead of the clock say that it is the clock which is slow. */
const AHEAD_IN_A_ROW_MAX = 100;

/** Whether what comes with that cursor is one more of the same, so that `arrived` would change nothing: nearly all is. */
export function isOrdinary({ link, position, start }: Progress, cursor: number): boolean {
  if (!link?.hasArrived || position === undefined || cursor < position.cursor) return false;
  return start.kind === 'behind' || (start.lowest !== undefined && cursor > start.lowest.cursor);
}

/** Something comes, be it wanted or not, and before it counts. Its `time` is in milliseconds since 1970, as `now` is. */
export function arrived(progress: Progress, cursor: number, time: number, now: number): Step {
  const { link, start } = progress;
  if (link === undefined) return { progress };
  if (isOfNewSequence(progress, cursor, time, now)) {
    return { ...firstArrived(begunAnew(progress), cursor, time, now), isAnew: true };
  }
  if (!link.hasArrived) return firstArrived(progress, cursor, time, now);
  return start.kind === 'behind' ? { progress } : { progress: withLowest(progress, cursor, time) };
}

function firstArrived(progress: Progress, cursor: number, time: number, now: number): Step {
  const { link, position } = progress;
  if (link === undefined) return { progress };
  const late = lateBy(link, cursor, time);
  if (late !== undefined && late.count < LATE_IN_A_ROW_MAX) return { progress: withLink(progress, { late }) };
  const next = withLowest(withLink(progress, { hasArrived: true, late }), cursor, time);
  return settled(next, Math.min(Math.max(time, link.gap?.from ?? position?.time ?? time), now));
}

/** What says that a connection begins too late, with one more event; undefined where that event does not. */
function lateBy({ expected, gap, host, late }: Link, cursor: number, time: number): Late | undefined {
  if (gap !== undefined || expected === undefined || cursor <= expected + LATE_MAX_US) return undefined;
  // One event is looked at more than once.
  if (late?.cursor === cursor) return late;
  if (late !== undefined) return { ...late, to: Math.min(late.to, time), cursor, count: late.count + 1 };
  const from = Math.floor(expected / 1000);
  return { gap: { from, reason: `${host} does not go back that far` }, to: time, cursor, count: 1 };
}

/** Where an open gap ends, in milliseconds since 1970. */
export function settled(progress: Progress, to: number): Step {
  const { link, position } = progress;
  const gap = link?.late?.gap ?? link?.gap;
  if (link === undefined || gap === undefined) return { progress };
  return {
    progress: {
      ...withLink(progress, {
        gap: undefined,
        late: undefined,
        hasArrived: link.hasArrived || link.late !== undefined,
      }),
      refusal: undefined,
      position: position?.source === link.source ? position : undefined,
    },
    gap: { ...gap, to: link.late?.to ?? to },
  };
}

/** A frame that has a place in the stream was read to its end: it counts. */
export function progressed(progress: Progress, cursor: number, time: number, now: number): Progress {
  const { link, position, isGuess, reached } = progress;
  if (link === undefined) return progress;
  const isTooNew = isAhead(time, now);
  if (isTooNew && isTimeCursor(cursor)) return ranAhead(progress, cursor, now);
  const next = reached === undefined || cursor > reached ? cursor : reached;
  // Until it is known whether something is missing the place is where it was: the next connection, or run, asks again.
  if (link.late !== undefined) return { ...progress, aheadInARow: 0, reached: next };
  const isOld = isBeforeAsked(link, cursor, time);
  const isSame = !isGuess && position?.source === link.source;
  const moves = isSame ? movesOn(progress, position, cursor, isOld) : !isOld;
  const isOfLongAgo = isSame && time < position.time - LEAP_MAX_US / 1000;
  const isNoClock = isTooNew || isOld || isOfLongAgo;
  return {
    position: moves
      ? { source: link.source, cursor, time: isNoClock ? Math.min(position?.time ?? now, now) : time }
      : position,
    isGuess: isGuess && !moves,
    start: progress.start,
    anchor: cursor,
    openedAt: progress.openedAt,
    refusal: progress.refusal,
    aheadInARow: 0,
    link,
    reached: next,
    leap: moves && isSame ? leapAfter(progress, cursor) : progress.leap,
  };
}

/**
 * Whether the position goes with what the same source brings. By its count it does, whatever time that is of: a source that is asked
 * by time may begin with one event of the future, and all behind it is of the past.
 */
function movesOn(progress: Progress, position: StreamPosition, cursor: number, isOld: boolean): boolean {
  if (!isTimeCursor(cursor) && !isTimeCursor(position.cursor)) return cursor > position.cursor;
  return !isOld && (isAfter(cursor, position.cursor) || wasLeap(progress, cursor));
}

/** The leap that is behind the position once it goes to a cursor which is a time. */
function leapAfter({ position, leap }: Progress, cursor: number): Leap | undefined {
  if (position === undefined || !isTimeCursor(position.cursor) || cursor <= position.cursor + LEAP_MIN_US) {
    return leap;
  }
  return { from: position.cursor === leap?.to ? leap.from : position.cursor, to: cursor };
}

/** Whether what comes with an earlier time shows that the position leapt ahead of what was still to come. */
function wasLeap({ position, leap }: Progress, cursor: number): boolean {
  if (position === undefined || leap === undefined || cursor <= leap.from) return false;
  return cursor < position.cursor - LEAP_MIN_US && cursor > position.cursor - LEAP_MAX_US;
}

/**
 * An event from the future is no position: nothing would be wanted until then. Where all are from the future, it is the clock
 * that is slow, and the position goes with the clock.
 */
function ranAhead(progress: Progress, cursor: number, now: number): Progress {
  const { link, position } = progress;
  const aheadInARow = progress.aheadInARow + 1;
  const next = { ...progress, aheadInARow, reached: cursor };
  const isSlow = aheadInARow >= AHEAD_IN_A_ROW_MAX && (position === undefined || position.time < now);
  if (!isSlow || link === undefined) return next;
  return { ...next, position: { source: link.source, cursor: now * 1000, time: now }, isGuess: false };
}

/** Whether an event is not wanted: it came before the stream began, in an earlier run, or on an earlier connection. */
export function isPast({ start, link }: Progress, cursor: number, time: number, print: number): boolean {
  if (link === undefined) return false;
  if (isBeforeAsked(link, cursor, time) || isForgotten(link, cursor, time)) return true;
  if (start.kind === 'open' || start.mark.source !== link.source) return false;
  const { mark } = start;
  if (isTimeCursor(mark.cursor) && !isTimeCursor(cursor)) return endOf(time) <= mark.cursor;
  if (isTimeCursor(mark.cursor) !== isTimeCursor(cursor)) return false;
  if (cursor === mark.cursor && mark.came !== undefined) return mark.came.includes(print);
  return cursor <= mark.cursor;
}

/** A Jetstream that is asked by time may begin up to an hour earlier (bluesky-social/jetstream#343). */
function isBeforeAsked({ asked }: Link, cursor: number, time: number): boolean {
  if (asked === undefined || !isTimeCursor(asked)) return false;
  return (isTimeCursor(cursor) ? cursor : endOf(time)) < asked;
}

function isForgotten({ forgotten, isTimed }: Link, cursor: number, time: number): boolean {
  if (forgotten === undefined) return false;
  if (forgotten.cursor !== undefined && isTimeCursor(forgotten.cursor) === isTimeCursor(cursor)) {
    return cursor <= forgotten.cursor;
  }
  return isTimed && time <= forgotten.time;
}

/**
 * A sequence that was asked for by number and begins below that is another one; so is one whose events are newer than the
 * newest known, and have lower numbers. Of a firehose, whose times are those of many clocks, only the first event says so. An event
 * ahead of the clock is newer than all, also where it comes again.
 */
function isOfNewSequence(
  { link, position, isGuess }: Progress,
  cursor: number,
  time: number,
  now: number,
): boolean {
  if (link === undefined || position === undefined || isGuess || cursor >= position.cursor) return false;
  if (position.source !== link.source || isTimeCursor(position.cursor)) return false;
  const { asked, hasArrived, isTimed } = link;
  if (!hasArrived && asked !== undefined && !isTimeCursor(asked) && cursor < asked) return true;
  return (isTimed || !hasArrived) && time > position.time + NEWER_MS && !isAhead(time, now);
}

function withLowest(progress: Progress, cursor: number, time: number): Progress {
  const { start, link } = progress;
  if (link === undefined || start.kind === 'behind') return progress;
  if (start.lowest !== undefined && cursor > start.lowest.cursor) return progress;
  return { ...progress, start: { kind: 'open', lowest: { source: link.source, cursor: cursor - 1, time } } };
}

/** The last microsecond of a millisecond: of an event's time only that is known. */
function endOf(time: number): number {
  return time * 1000 + 999;
}

/** A cursor of the source itself counts for more than a time, which is only how it was asked. */
function isAfter(cursor: number, other: number): boolean {
  return cursor > other || (isTimeCursor(other) && !isTimeCursor(cursor));
}
