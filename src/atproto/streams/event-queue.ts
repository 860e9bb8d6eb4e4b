import type { StreamGap } from './event-stream.js';
import type { RepoEvent } from './repo-event.js';

/** What comes from a stream, in its order. */
export type Queued = RepoEvent | StreamGap;

export interface EventQueueSettings {
  /** Events that wait at most. */
  readonly capacity: number;
  /** Which ones are left out where more come than are taken. A gap stands in their place. */
  readonly drop: 'oldest' | 'newest';
  /** What the gap says of so many events. */
  readonly reason: (count: number) => string;
  /** Events of a batch at most; undefined: all that wait. */
  readonly batchMax?: number | undefined;
  /** Milliseconds from the first event after a pause to its batch, so that those which belong together come together. */
  readonly firstMs: number;
  /** Milliseconds from a batch of so many events to the next one, which has more of them waiting or not. */
  readonly nextMs?: ((size: number, hasMore: boolean) => number) | undefined;
  /** Takes a batch. Whoever does may put in more, flush, or clear. */
  readonly take: (batch: readonly Queued[]) => void;
}

interface Dropped {
  readonly from: number | undefined;
  readonly to: number;
  readonly count: number;
}

/** Hands over what comes in batches and in order, at a pace that suits who takes them. It holds so much and no more. */
export class EventQueue {
  readonly #settings: EventQueueSettings;
  #waiting: Queued[] = [];
  #dropped: Dropped | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Ticks (milliseconds of a clock that is never set) from which on the next batch may be handed over. */
  #nextAtTicks = 0;

  constructor(settings: EventQueueSettings) {
    this.#settings = settings;
  }

  /** Events and gaps that wait. */
  get length(): number {
    return this.#waiting.length;
  }

  push(one: Queued): void {
    const { capacity, drop } = this.#settings;
    if (this.#waiting.length < capacity) {
      this.#waiting.push(one);
    } else if (drop === 'newest') {
      this.#dropped = withDropped(this.#dropped, [one]);
    } else {
      // By halves, so that a flood does not move all that waits with each event.
      this.#dropped = withDropped(this.#dropped, this.#waiting.splice(0, Math.ceil(capacity / 2)));
      this.#waiting.push(one);
    }
    if (this.#timer === undefined) this.wake();
  }

  /** Has a batch made soon, even if an empty one: something else changed that should be shown with it. */
  wake(): void {
    if (this.#timer !== undefined) return;
    const afterMs = Math.max(this.#settings.firstMs, this.#nextAtTicks - performance.now());
    this.#timer = setTimeout(() => this.#handOver(this.#settings.batchMax), afterMs);
  }

  /** Hands over all that waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#handOver(undefined);
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#dropped = undefined;
  }

  #handOver(max: number | undefined): void {
    this.#timer = undefined;
    const { nextMs, take } = this.#settings;
    const batch = this.#batch(max);
    const hasMore = this.#waiting.length > 0;
    this.#nextAtTicks = performance.now() + (nextMs?.(batch.length, hasMore) ?? 0);
    // Before they are taken: whoever takes them may clear what waits.
    if (hasMore) this.wake();
    take(batch);
  }

  /** The next batch, with the gap where events are left out: before the others, or behind all of them. */
  #batch(max: number | undefined): readonly Queued[] {
    const { drop, reason } = this.#settings;
    const isAll = max === undefined || this.#waiting.length <= max;
    const batch = isAll ? this.#waiting : this.#waiting.slice(0, max);
    this.#waiting = isAll ? [] : this.#waiting.slice(max);
    if (this.#dropped === undefined || (drop === 'newest' && !isAll)) return batch;
    const { from, to, count } = this.#dropped;
    const gap: StreamGap = { from, to, reason: reason(count) };
    this.#dropped = undefined;
    return drop === 'oldest' ? [gap, ...batch] : [...batch, gap];
  }
}

function withDropped(before: Dropped | undefined, left: readonly Queued[]): Dropped | undefined {
  let dropped = before;
  for (const one of left) {
    const { from, to } = 'reason' in one ? one : { from: one.time, to: one.time };
    dropped = { from: dropped ? dropped.from : (from ?? to), to, count: (dropped?.count ?? 0) + 1 };
  }
  return dropped;
}
