import { steadyClock } from '../steady-clock.js';
import { Delivery } from './delivery.js';
import type {
  StreamFilter,
  StreamGap,
  StreamListener,
  StreamPosition,
  StreamStatus,
  Subscription,
} from './event-stream.js';
import { type Wanted, wantedBy } from './filter.js';
import type { Line, Member } from './line.js';
import type { Lines } from './lines.js';
import { createRate } from './rate.js';
import type { RepoEvent } from './repo-event.js';
import { sameStatus } from './sharing.js';
import { believableOf, byTime, gapAfter, isBeforeMark, type StartMark, withMark } from './start-mark.js';

export interface LineSubscriptionSettings {
  readonly lines: Lines;
  readonly filter: StreamFilter;
  readonly listener: StreamListener;
  readonly from: StreamPosition | undefined;
  /** Milliseconds from an event's coming to its being handed over, at most. */
  readonly batchMs: number;
  /** Events that may wait for the listener before the source is held back. */
  readonly fullAt: number;
  readonly onClose: (subscription: Subscription) => void;
}

/** One subscription, on a connection that it may share with others. */
export class LineSubscription implements Subscription, Member {
  readonly #settings: LineSubscriptionSettings;
  readonly #delivery: Delivery;
  readonly #rate = createRate();
  #filter: StreamFilter;
  #wanted: Wanted;
  #line: Line;
  /** Where it begins: what others had the connection bring from before that is not for it. */
  #mark: StartMark | undefined;
  /** URL of what brings the events. */
  #source: string;
  #handedTo: StreamPosition | undefined;
  #reported: StreamStatus | undefined;
  #closed: StreamStatus | undefined;

  constructor(settings: LineSubscriptionSettings) {
    const { lines, filter, from, listener, batchMs, fullAt } = settings;
    this.#settings = settings;
    this.#filter = filter;
    this.#wanted = wantedBy(filter);
    this.#handedTo = from;
    this.#delivery = new Delivery(listener, { everyMs: batchMs, fullAt, onFlush: () => this.#flushed() });
    // One that had been left in the future is told so by a connection of its own.
    const mark = from && believableOf(from, steadyClock.now());
    const shared = mark === from ? lines.lineFor(filter, from) : undefined;
    this.#line = shared ?? lines.open(filter, from);
    this.#source = this.#line.source;
    this.#mark = mark ?? (shared?.status.behind === undefined ? undefined : shared.position());
    this.#line.add(this);
    if (from === undefined) shared?.refilter();
    queueMicrotask(() => this.report());
  }

  get filter(): StreamFilter {
    return this.#filter;
  }

  get isFull(): boolean {
    return this.#delivery.isFull;
  }

  get mark(): StartMark | undefined {
    return this.#mark;
  }

  get status(): StreamStatus {
    return this.#closed ?? { ...this.#line.status, eventsPerSecond: this.#rate.perSecond(performance.now()) };
  }

  position(): StreamPosition | undefined {
    const at = this.#delivery.isEmpty ? (this.#line.position() ?? this.#handedTo) : this.#handedTo;
    return this.#mark === undefined ? at : withMark(this.#mark, at);
  }

  update(filter: StreamFilter): void {
    this.#filter = filter;
    this.#wanted = wantedBy(filter);
    if (this.#line.canStay(this, filter)) {
      this.#line.refilter();
      return;
    }
    const { lines } = this.#settings;
    const at = this.position();
    lines.leave(this.#line, this);
    this.#line = lines.open(filter, at);
    this.#mark = at;
    this.#source = this.#line.source;
    this.#line.add(this);
  }

  close(): void {
    if (this.#closed !== undefined) return;
    this.#closed = {
      ...this.status,
      state: 'closed',
      since: steadyClock.now(),
      reason: undefined,
      nextTryAt: undefined,
    };
    this.#handedTo = this.position();
    this.#delivery.close();
    this.#settings.lines.leave(this.#line, this);
    this.#settings.onClose(this);
  }

  take(event: RepoEvent, print: number): void {
    if (!this.#wanted.event(event)) return;
    if (this.#mark !== undefined && isBeforeMark(this.#mark, event, print, this.#source)) return;
    this.#rate.add(performance.now());
    this.#delivery.push(event);
    if (this.#delivery.isFull) this.#line.hold();
  }

  gap(gap: StreamGap): void {
    const own = this.#mark === undefined ? gap : gapAfter(this.#mark, gap);
    if (own !== undefined) this.#delivery.push(own);
  }

  orderChanged(source: string): void {
    if (!this.#delivery.isEmpty) this.#delivery.flush();
    this.#source = source;
  }

  marksLost(isTimed: boolean): void {
    this.#mark = this.#mark && isTimed ? byTime(this.#mark) : undefined;
  }

  moveTo(line: Line): void {
    // What came up to here is with the listener, or waits for it.
    const at = this.#line.position();
    this.#settings.lines.leave(this.#line, this);
    this.#line = line;
    this.#source = line.source;
    this.#mark = this.#mark === undefined || at === undefined ? at : withMark(this.#mark, at);
    line.add(this);
  }

  reached(): number | undefined {
    return this.#line.broughtTime ?? this.#line.position()?.time;
  }

  report(): void {
    if (this.#closed !== undefined) return;
    const now = this.status;
    if (this.#reported !== undefined && sameStatus(this.#reported, now)) return;
    this.#reported = now;
    this.#settings.listener.status(now);
  }

  #flushed(): void {
    this.#handedTo = this.#line.position() ?? this.#handedTo;
    this.#line.holdOrRelease();
  }
}
