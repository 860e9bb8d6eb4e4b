import type { StreamSource } from '../../keep/stream-url.js';
import { steadyClock } from '../steady-clock.js';
import { arrived, isOrdinary, isPast, progressed, settled } from './arrivals.js';
import { isAhead } from './clock-limits.js';
import type { StreamGap, StreamPosition } from './event-stream.js';
import { fingerprint } from './fingerprint.js';
import {
  asking,
  begunAnew,
  filterChanged,
  left,
  opened,
  outdated,
  type Progress,
  progressFrom,
  refused,
  refusedUntil,
  type Step,
} from './progress.js';
import { type FrameSink, isTimeCursor, type StreamProtocol } from './protocol.js';
import type { RepoEvent } from './repo-event.js';
import { Seen } from './seen.js';

/** Events that are remembered at least. Three seconds of the whole network, which is what comes again, are a few thousand. */
const REMEMBERED_MAX = 10_000;
/** Events from the future that are remembered: no progress says which of them came. */
const AHEAD_REMEMBERED_MAX = 500;

export interface ProgressSettings {
  readonly from: StreamPosition | undefined;
  /** Milliseconds to wait for the event that a gap ends with. */
  readonly gapEndMs: number;
  readonly onEvent: (event: RepoEvent, print: number) => void;
  readonly onGap: (gap: StreamGap) => void;
  /** Cursors of until now cannot be ordered with those that come. */
  readonly onAnew: () => void;
}

/** Holds the progress of a subscription, what came there lately, and the clock that a gap waits for. The rules are in `progress.ts` and `arrivals.ts`. */
export class ProgressKeeper implements FrameSink {
  readonly #settings: ProgressSettings;
  #progress: Progress;
  readonly #seen = new Seen(REMEMBERED_MAX);
  readonly #seenAhead = new Seen(AHEAD_REMEMBERED_MAX);
  /** Fingerprints of what came with the cursor `cursorOfCame`. */
  #came: number[] = [];
  #cursorOfCame = 0;
  #timer: NodeJS.Timeout | undefined;
  #now = steadyClock.now();
  #broughtTime: number | undefined;

  constructor(settings: ProgressSettings) {
    this.#settings = settings;
    this.#progress = progressFrom(settings.from, this.#now);
  }

  /** The newest that came. */
  get position(): StreamPosition | undefined {
    return this.#progress.position;
  }

  /** The newest cursor that the connection of now brought, be it known already. */
  get reached(): number | undefined {
    return this.#progress.reached;
  }

  /** Milliseconds since 1970 of what came last, be it known already, or from before where the source was asked to begin. */
  get broughtTime(): number | undefined {
    return this.#broughtTime;
  }

  /** The position to go on from in a later run. */
  snapshot(): StreamPosition | undefined {
    const { position, isGuess } = this.#progress;
    if (position === undefined || isGuess || !isTimeCursor(position.cursor)) return position;
    return position.cursor === this.#cursorOfCame ? { ...position, came: [...this.#came] } : position;
  }

  /** Notes that a source is being asked, and gives the cursor to ask it with. */
  asking(source: StreamSource, protocol: StreamProtocol, idleUntil: number | undefined): number | undefined {
    const { link } = this.#progress;
    if (link !== undefined && link.source !== source.url.href) this.#seen.renumber();
    const { forgotten } = this.#seen;
    this.#progress = asking(this.#progress, source, protocol, { idleUntil, forgotten });
    return this.#progress.link?.asked;
  }

  opened(): void {
    this.#progress = opened(this.#progress, steadyClock.now());
    if (this.#progress.link?.gap !== undefined) this.#settleLater();
  }

  left(): void {
    clearTimeout(this.#timer);
    this.#progress = left(this.#progress);
  }

  filterChanged(): void {
    this.#progress = filterChanged(this.#progress);
  }

  /** `later`: where to go on instead, if somewhere. */
  refused(reason: string, later: StreamPosition | undefined): void {
    this.#progress =
      later === undefined
        ? refused(this.#progress, reason)
        : refusedUntil(this.#progress, reason, later, steadyClock.now());
  }

  /** The newest that came, or was gone on from; undefined where it is only a guess. */
  get certain(): StreamPosition | undefined {
    return this.#progress.isGuess ? undefined : this.#progress.position;
  }

  /** Begins from another position; false where a source has been asked already. */
  startAt(from: StreamPosition): boolean {
    if (this.#progress.link !== undefined) return false;
    this.#progress = progressFrom(from, steadyClock.now());
    return true;
  }

  /** Takes what a frame holds that came at that time, in milliseconds since 1970. */
  sinkAt(now: number): FrameSink {
    this.#now = now;
    return this;
  }

  event(event: RepoEvent, mark: string): void {
    const { cursor, time } = event;
    const print = fingerprint(event, mark);
    if (isTimeCursor(cursor) && isAhead(time, this.#now)) {
      if (this.#seenAhead.isNew(print, cursor, time)) this.#settings.onEvent(event, print);
      return;
    }
    if (!isOrdinary(this.#progress, cursor)) this.#take(arrived(this.#progress, cursor, time, this.#now));
    if (isPast(this.#progress, cursor, time, print)) return;
    // Once one of the future is forgotten, all that is of before then would count as come.
    const heardOf = isAhead(time, this.#now) ? (this.#progress.position?.time ?? this.#now) : time;
    if (!this.#seen.isNew(print, cursor, heardOf)) return;
    // It came while it was ahead of the clock, and comes again now that it is not.
    if (this.#seenAhead.has(print)) return;
    if (isTimeCursor(cursor)) this.#remember(cursor, print);
    this.#settings.onEvent(event, print);
  }

  progress(cursor: number, time: number): void {
    const now = this.#now;
    this.#broughtTime = time;
    steadyClock.heard(time);
    if (!isOrdinary(this.#progress, cursor) && !(isTimeCursor(cursor) && isAhead(time, now))) {
      this.#take(arrived(this.#progress, cursor, time, now));
    }
    this.#progress = progressed(this.#progress, cursor, time, now);
  }

  outdated(): void {
    this.#progress = outdated(this.#progress);
    this.#settleLater();
  }

  anew(): void {
    this.#take({ progress: begunAnew(this.#progress), isAnew: true });
    this.#settleLater();
  }

  missing(time: number, reason: string): void {
    this.#settings.onGap({ from: time, to: time, reason });
  }

  #take({ progress, gap, isAnew }: Step): void {
    this.#progress = progress;
    if (isAnew) {
      this.#seen.renumber();
      this.#settings.onAnew();
    }
    if (gap !== undefined) {
      clearTimeout(this.#timer);
      this.#settings.onGap(gap);
    } else if (progress.link?.late?.count === 1) this.#settleLater();
  }

  #settleLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#take(settled(this.#progress, steadyClock.now())),
      this.#settings.gapEndMs,
    );
  }

  #remember(cursor: number, print: number): void {
    if (cursor !== this.#cursorOfCame) this.#came = [];
    this.#cursorOfCame = cursor;
    this.#came.push(print);
  }
}
