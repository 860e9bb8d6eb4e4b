import type { StreamSource } from '../../keep/stream-url.js';
import { isAhead } from './clock-limits.js';
import type { StreamGap, StreamPosition } from './event-stream.js';
import { isTimeCursor, microsecondsOf, type StreamProtocol } from './protocol.js';

/**
 * Where a subscription is in the stream, over all the sockets that it has had: what is asked of the next one, which events
 * are wanted, and which are missing. A value: each function here gives the next one, and `PlaceKeeper` holds the present one.
 */
export interface Place {
  /** The newest that came. */
  readonly position: StreamPosition | undefined;
  /** The position is only when the stream was opened, by the clock of this machine. */
  readonly isGuess: boolean;
  readonly start: Start;
  /** The last that came through the present filter. A source that goes on from before it sends it again. */
  readonly anchor: number | undefined;
  /** Milliseconds since 1970 at which a source let us in last. */
  readonly openedAt: number | undefined;
  /** The gap of a cursor that was refused, until a later connection shows where it ends. */
  readonly refusal: OpenGap | undefined;
  /** Events in a row that were ahead of the clock. */
  readonly aheadInARow: number;
  /** The connection of now, or the last one; undefined before the first. */
  readonly link: Link | undefined;
  /** The newest cursor that this very connection brought. */
  readonly reached: number | undefined;
}

/**
 * Where the events that are wanted begin. `open`: whatever the connection brings is, in whatever order; `lowest` is the first of
 * that. `behind`: nothing up to `mark` is, which came in an earlier run or before the stream began.
 */
export type Start =
  | { readonly kind: 'open'; readonly lowest: StreamPosition | undefined }
  | { readonly kind: 'behind'; readonly mark: StreamPosition };

/** A gap whose end is not known yet. */
export type OpenGap = Omit<StreamGap, 'to'>;

/** What is so for one connection. */
export interface Link {
  /** URL. */
  readonly source: string;
  readonly host: string;
  /** Whether its cursors are times, or can be asked for by time. */
  readonly isTimed: boolean;
  /** The cursor that it was asked for; undefined: from then on. */
  readonly asked: number | undefined;
  /** A cursor that it must send again, if it goes back as far as it was asked to. */
  readonly expected: number | undefined;
  /** Up to here everything came, and is not remembered one by one any more. */
  readonly forgotten: Forgotten | undefined;
  readonly hasArrived: boolean;
  readonly gap: OpenGap | undefined;
}

/** The newest of the events that are not remembered one by one any more. */
export interface Forgotten {
  /** Undefined where the source counts otherwise now. */
  readonly cursor: number | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A place in the stream, and the gap that came to its end there. */
export interface Step {
  readonly place: Place;
  readonly gap?: StreamGap;
  /** The source counts anew: cursors of until now say nothing any more. */
  readonly isAnew?: true;
}

/** The place before the first connection. `from`: of an earlier run; `now`: milliseconds since 1970. */
export function placeFrom(from: StreamPosition | undefined, now: number): Place {
  const place: Place = {
    position: from,
    isGuess: false,
    start: from === undefined ? { kind: 'open', lowest: undefined } : { kind: 'behind', mark: from },
    anchor: from?.came === undefined ? undefined : from.cursor,
    openedAt: undefined,
    refusal: undefined,
    aheadInARow: 0,
    link: undefined,
    reached: undefined,
  };
  if (from === undefined || !isAhead(timeOf(from), now)) return place;
  if (!isTimeCursor(from.cursor)) return { ...place, position: { ...from, time: now } };
  const position = { source: from.source, cursor: now * 1000, time: now };
  return {
    ...place,
    position,
    start: { kind: 'behind', mark: position },
    anchor: undefined,
    refusal: { from: undefined, reason: 'the stream had been left at a time that is still to come' },
  };
}

/** A source is being asked: with the cursor `link.asked`. */
export function asking(
  place: Place,
  source: StreamSource,
  protocol: StreamProtocol,
  {
    idleUntil,
    forgotten,
  }: { readonly idleUntil?: number | undefined; readonly forgotten?: Forgotten | undefined },
): Place {
  const { href, host } = source.url;
  const { position, start, openedAt, refusal } = place;
  const sameSource = position?.source === href;
  const asked = position && protocol.resume(position, { sameSource, idleUntil });
  const anchor = sameSource ? place.anchor : undefined;
  const isOverlapping =
    protocol.sharedCursors && anchor !== undefined && asked !== undefined && asked <= anchor;
  return {
    ...place,
    start: start.kind === 'open' && start.lowest ? { kind: 'behind', mark: start.lowest } : start,
    anchor,
    reached: undefined,
    link: {
      source: href,
      host,
      isTimed: source.kind !== 'firehose',
      asked,
      expected: isOverlapping ? anchor : undefined,
      forgotten,
      hasArrived: false,
      gap: refusal ?? gapOfAsking(position, asked, openedAt, host),
    },
  };
}

function gapOfAsking(
  position: StreamPosition | undefined,
  asked: number | undefined,
  openedAt: number | undefined,
  host: string,
): OpenGap | undefined {
  if (asked !== undefined) return undefined;
  if (position !== undefined) {
    const left = URL.parse(position.source)?.host;
    return { from: position.time, reason: `${host} cannot go on from where ${left} was left` };
  }
  if (openedAt === undefined) return undefined;
  return { from: openedAt, reason: 'the connection was lost before anything had come' };
}

/** The source let us in, at a time in milliseconds since 1970. */
export function opened(place: Place, now: number): Place {
  const { link, position } = place;
  if (position !== undefined || !link?.isTimed) return { ...place, openedAt: now };
  const guess = { source: link.source, cursor: now * 1000, time: now };
  return { ...place, openedAt: now, position: guess, isGuess: true };
}

/** The connection is over. What it would have shown of a gap the next one will. */
export function left(place: Place): Place {
  return withLink(place, { gap: undefined });
}

/** What comes from now on was chosen otherwise than what came before. */
export function filterChanged(place: Place): Place {
  return { ...place, anchor: undefined };
}

/** The source does not take the cursor: it is asked by time, or from now on. */
export function refused(place: Place, reason: string): Place {
  const { position, openedAt, start, link } = place;
  const refusal = place.refusal ?? { from: position?.time ?? openedAt, reason };
  if (position === undefined || isTimeCursor(position.cursor) || !link?.isTimed) {
    // A source that has begun to count anew comes to the old numbers again.
    const open: Start = { kind: 'open', lowest: undefined };
    return { ...place, position: undefined, start: open, openedAt: undefined, refusal };
  }
  return {
    ...place,
    position: byTime(position),
    start: start.kind === 'behind' ? { kind: 'behind', mark: byTime(start.mark) } : start,
    openedAt: undefined,
    refusal,
  };
}

/** The source says that it goes on later than it was asked to. */
export function outdated(place: Place): Place {
  const { link, position } = place;
  const gap = { from: position?.time, reason: `${link?.host} does not go back that far` };
  return withLink(place, { gap: link?.gap ?? gap });
}

/** The source counts anew: this is another start, and what came between the two is missing. */
export function begunAnew(place: Place): Place {
  const { position, openedAt, link } = place;
  const gap = { from: position?.time ?? openedAt, reason: `${link?.host} has begun to count anew` };
  const next = withLink(place, {
    gap: link?.gap ?? gap,
    asked: undefined,
    expected: undefined,
    forgotten: undefined,
  });
  return { ...next, position: undefined, start: { kind: 'open', lowest: undefined }, anchor: undefined };
}

/** The place with something else about its connection. */
export function withLink(place: Place, change: Partial<Link>): Place {
  return place.link === undefined ? place : { ...place, link: { ...place.link, ...change } };
}

function byTime({ source, cursor, time }: StreamPosition): StreamPosition {
  return { source, cursor: microsecondsOf({ source, cursor, time }), time };
}

/** Milliseconds since 1970 that a position stands for. */
function timeOf({ cursor, time }: StreamPosition): number {
  return isTimeCursor(cursor) ? Math.max(Math.floor(cursor / 1000), time) : time;
}
