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
import { isBeforeJoining, sameStatus } from './sharing.js';

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
  /** Where the stream stood when it joined a connection that was there: what is before that is not for it. */
  #joinedAt: StreamPosition | undefined;
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
    const shared = from === undefined ? lines.lineFor(filter) : undefined;
    this.#line = shared ?? lines.open(filter, from);
    this.#line.add(this);
    if (shared !== undefined) {
      this.#joinedAt = shared.status.behind === undefined ? undefined : shared.position();
      shared.refilter();
    }
    queueMicrotask(() => this.report());
  }

  get filter(): StreamFilter {
    return this.#filter;
  }

  get isFull(): boolean {
    return this.#delivery.isFull;
  }

  get status(): StreamStatus {
    return this.#closed ?? { ...this.#line.status, eventsPerSecond: this.#rate.perSecond(performance.now()) };
  }

  position(): StreamPosition | undefined {
    return this.#delivery.isEmpty ? (this.#line.position() ?? this.#handedTo) : this.#handedTo;
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
    this.#joinedAt = undefined;
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

  take(event: RepoEvent): void {
    if (!this.#wanted.event(event)) return;
    // The source is asked for only where it matters: this runs for each event.
    if (
      this.#joinedAt !== undefined &&
      isBeforeJoining(event.cursor, this.#joinedAt, this.#line.position()?.source)
    ) {
      return;
    }
    this.#rate.add(performance.now());
    this.#delivery.push(event);
    if (this.#delivery.isFull) this.#line.hold();
  }

  gap(gap: StreamGap): void {
    this.#delivery.push(gap);
  }

  orderChanged(): void {
    if (!this.#delivery.isEmpty) this.#delivery.flush();
    this.#joinedAt = undefined;
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
