import { isAhead } from './clock-limits.js';
import type { StreamGap, StreamPosition } from './event-stream.js';
import { isTimeCursor, microsecondsOf, REWIND_US } from './protocol.js';

/** Where one of several who share a connection begins: what lies before it is not for them. */
export type StartMark = StreamPosition;

/** A position as far as it may be believed: none is of a time that is still to come. The same where there is nothing to mend. */
export function believableOf(from: StreamPosition, now: number): StreamPosition {
  const { source, cursor, time } = from;
  const latest = isTimeCursor(cursor) ? Math.max(Math.floor(cursor / 1000), time) : time;
  if (!isAhead(latest, now)) return from;
  return isTimeCursor(cursor) ? { source, cursor: now * 1000, time: now } : { ...from, time: now };
}

/** Whether two positions can be told by their cursors which is first: of the same source, and counted alike. */
export function isComparable(a: StreamPosition, b: StreamPosition): boolean {
  return a.source === b.source && isTimeCursor(a.cursor) === isTimeCursor(b.cursor);
}

/** Whether a stream that is at `at` comes to `mark` only later, so that who begins there may still join it. */
export function isStillToCome(mark: StartMark, at: StreamPosition): boolean {
  return isComparable(mark, at) && at.cursor < mark.cursor;
}

/** The first of two positions that are comparable: all that either of them wants comes after it. */
export function firstOf(a: StreamPosition, b: StreamPosition): StreamPosition {
  if (a.cursor !== b.cursor) return a.cursor < b.cursor ? a : b;
  const came = a.came?.filter((print) => b.came?.includes(print) ?? true) ?? b.came;
  return came === undefined ? a : { ...a, came };
}

/** Whether what comes from `source`, with that cursor and time (milliseconds since 1970), lies before a mark. */
export function isBeforeMark(
  mark: StartMark,
  { cursor, time }: { readonly cursor: number; readonly time: number },
  print: number,
  source: string,
): boolean {
  if (source === mark.source) {
    if (isTimeCursor(mark.cursor) === isTimeCursor(cursor)) {
      if (cursor === mark.cursor && mark.came !== undefined) return mark.came.includes(print);
      return cursor <= mark.cursor;
    }
    if (isTimeCursor(mark.cursor)) return time * 1000 + 999 <= mark.cursor;
  }
  // Another source is asked by time, and a little back: no two have the same one for an event.
  return (isTimeCursor(cursor) ? cursor : time * 1000 + 999) < microsecondsOf(mark) - REWIND_US;
}

/** How far somebody has come who began at a mark, on a connection that is at `at`. */
export function withMark(mark: StartMark, at: StreamPosition | undefined): StreamPosition {
  if (at === undefined) return mark;
  if (!isComparable(mark, at)) {
    const back = at.source === mark.source ? 0 : REWIND_US;
    return microsecondsOf(at) < microsecondsOf(mark) - back ? mark : at;
  }
  if (at.cursor !== mark.cursor) return at.cursor < mark.cursor ? mark : at;
  return mark.came === undefined || at.came === undefined
    ? mark
    : { ...mark, came: [...new Set([...mark.came, ...at.came])] };
}

/** A mark that counts by its time, where its cursor says nothing any more. */
export function byTime({ source, cursor, time }: StartMark): StartMark {
  return { source, cursor: microsecondsOf({ source, cursor, time }), time };
}

/** What of a gap concerns somebody who began at a mark; undefined where it lies before that. */
export function gapAfter(mark: StartMark, gap: StreamGap): StreamGap | undefined {
  if (gap.from === undefined || gap.from >= mark.time) return gap;
  return gap.to <= mark.time ? undefined : { ...gap, from: mark.time };
}
