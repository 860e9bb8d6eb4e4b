import { isEventStream, type StreamSource } from '../../keep/stream-url.js';
import type { StreamGap, StreamPosition } from './event-stream.js';
import { isTimeCursor, type StreamProtocol } from './protocol.js';
import { believableOf, byTime } from './start-mark.js';

/**
 * Where a subscription is in the stream, over all the sockets that it has had: what is asked of the next one, which events
 * are wanted, and which are missing. A value: each function here gives the next one, and `ProgressKeeper` holds the present one.
 */
export interface Progress {
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
  /** Where the position went ahead by more than usual: through silence, or by an event that is out of its order. */
  readonly leap?: Leap | undefined;
}

/** From one cursor to another; both are times. */
export interface Leap {
  readonly from: number;
  readonly to: number;
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
  /** What came until now came later than what it must send again. */
  readonly late?: Late | undefined;
}

/** A connection that seems to begin too late: what was asked for is not there any more, or an event is out of its order. */
export interface Late {
  readonly gap: OpenGap;
  /** When the first event came from, in milliseconds since 1970. */
  readonly to: number;
  /** The last cursor, and how many have come. */
  readonly cursor: number;
  readonly count: number;
}

/** The newest of the events that are not remembered one by one any more. */
export interface Forgotten {
  /** Undefined where the source counts otherwise now. */
  readonly cursor: number | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The progress after something came, and the gap that came to its end there. */
export interface Step {
  readonly progress: Progress;
  readonly gap?: StreamGap;
  /** The source counts anew: cursors of until now say nothing any more. */
  readonly isAnew?: true;
}

/** The progress before the first connection. `from`: of an earlier run; `now`: milliseconds since 1970. */
export function progressFrom(from: StreamPosition | undefined, now: number): Progress {
  const progress: Progress = {
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
  if (from === undefined) return progress;
  const position = believableOf(from, now);
  if (position === from) return progress;
  if (!isTimeCursor(from.cursor)) return { ...progress, position };
  return {
    ...progress,
    position,
    start: { kind: 'behind', mark: position },
    anchor: undefined,
    refusal: { from: undefined, reason: 'the stream had been left at a time that is still to come' },
  };
}

/** A source is being asked: with the cursor `link.asked`. */
export function asking(
  progress: Progress,
  source: StreamSource,
  protocol: StreamProtocol,
  {
    idleUntil,
    forgotten,
  }: { readonly idleUntil?: number | undefined; readonly forgotten?: Forgotten | undefined },
): Progress {
  const { href, host } = source.url;
  const { position, start, openedAt, refusal } = progress;
  const sameSource = position?.source === href;
  const asked = position && protocol.resume(position, { sameSource, idleUntil });
  const anchor = sameSource ? progress.anchor : undefined;
  const isOverlapping =
    protocol.sharedCursors && anchor !== undefined && asked !== undefined && asked <= anchor;
  return {
    ...progress,
    start: start.kind === 'open' && start.lowest ? { kind: 'behind', mark: start.lowest } : start,
    anchor,
    reached: undefined,
    link: {
      source: href,
      host,
      isTimed: !isEventStream(source.kind),
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
export function opened(progress: Progress, now: number): Progress {
  const { link, position } = progress;
  if (position !== undefined || !link?.isTimed) return { ...progress, openedAt: now };
  const guess = { source: link.source, cursor: now * 1000, time: now };
  return { ...progress, openedAt: now, position: guess, isGuess: true };
}

/** The connection is over. What it would have shown of a gap the next one will. */
export function left(progress: Progress): Progress {
  return withLink(progress, { gap: undefined, late: undefined });
}

/** What comes from now on was chosen otherwise than what came before. */
export function filterChanged(progress: Progress): Progress {
  return { ...progress, anchor: undefined };
}

/** The source does not take the cursor: it is asked by time, or from now on. */
export function refused(progress: Progress, reason: string): Progress {
  const { position, openedAt, start, link } = progress;
  const refusal = progress.refusal ?? { from: position?.time ?? openedAt, reason };
  if (position === undefined || isTimeCursor(position.cursor) || !link?.isTimed) {
    // A source that has begun to count anew comes to the old numbers again.
    const open: Start = { kind: 'open', lowest: undefined };
    return { ...progress, position: undefined, start: open, openedAt: undefined, refusal };
  }
  return {
    ...progress,
    position: byTime(position),
    start: start.kind === 'behind' ? { kind: 'behind', mark: byTime(start.mark) } : start,
    openedAt: undefined,
    refusal,
  };
}

/** The source does not take the cursor, and goes on from a later one: what lies between is missing. */
export function refusedUntil(
  { position, refusal }: Progress,
  reason: string,
  later: StreamPosition,
  now: number,
): Progress {
  // Who began before the later one wants all that comes; the others pass over what is not theirs.
  const start: Start = { kind: 'open', lowest: undefined };
  return { ...progressFrom(later, now), start, refusal: refusal ?? { from: position?.time, reason } };
}

/** The source says that it goes on later than it was asked to. */
export function outdated(progress: Progress): Progress {
  const { link, position } = progress;
  const gap = { from: position?.time, reason: `${link?.host} does not go back that far` };
  return withLink(progress, { gap: link?.gap ?? gap });
}

/** The source counts anew: this is another start, and what came between the two is missing. */
export function begunAnew(progress: Progress): Progress {
  const { position, openedAt, link } = progress;
  const gap = { from: position?.time ?? openedAt, reason: `${link?.host} has begun to count anew` };
  const next = withLink(progress, {
    gap: link?.gap ?? gap,
    asked: undefined,
    expected: undefined,
    forgotten: undefined,
  });
  return { ...next, position: undefined, start: { kind: 'open', lowest: undefined }, anchor: undefined };
}

/** The progress with something else about its connection. */
export function withLink(progress: Progress, change: Partial<Link>): Progress {
  return progress.link === undefined ? progress : { ...progress, link: { ...progress.link, ...change } };
}
