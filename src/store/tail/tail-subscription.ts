import { EventQueue, type Queued } from '../../atproto/streams/event-queue.js';
import type {
  EventStreams,
  StreamFilter,
  StreamStatus,
  Subscription,
} from '../../atproto/streams/event-stream.js';

/** Milliseconds from the first event after a pause to its batch, so that those which belong together come together. */
const FIRST_BATCH_MS = 34;
/**
 * Milliseconds between two batches. No rate of events draws more often than this, since a key press waits for the drawing
 * that goes on; and nobody reads lines that stay for less.
 */
const BATCH_EVERY_MS = 100;
/** The same after a batch of so many that they are only counted by the eye, and not read. */
const LARGE_BATCH_EVERY_MS = 200;
const LARGE_BATCH_EVENTS = 100;
/** Events of a batch: reading the records of more would keep a key press waiting. */
const BATCH_MAX = 1_000;
/** Events that wait beside those that the subscription itself holds. */
const WAITING_MAX = 20_000;

/** What comes of a subscription between two changes of the state. The status is undefined where none was told. */
export type TakeBatch = (batch: readonly Queued[], status: StreamStatus | undefined) => void;

/** Hands events over oldest first, and at most ten times a second. Where more come than can be shown, the oldest are left out. */
export function tailQueue(take: (batch: readonly Queued[]) => void): EventQueue {
  return new EventQueue({
    capacity: WAITING_MAX,
    drop: 'oldest',
    reason: (count) => `${count} events came faster than atscope could show them`,
    batchMax: BATCH_MAX,
    firstMs: FIRST_BATCH_MS,
    nextMs: (size, hasMore) =>
      size > LARGE_BATCH_EVENTS && !hasMore ? LARGE_BATCH_EVERY_MS : BATCH_EVERY_MS,
    take,
  });
}

/** One subscription at a time, whose events and statuses come in batches. */
export class TailSubscription {
  readonly #streams: () => EventStreams;
  readonly #queue: EventQueue;
  #subscription: Subscription | undefined;
  #own: EventStreams | undefined;
  /** Told since the last batch. */
  #status: StreamStatus | undefined;

  constructor(streams: () => EventStreams, take: TakeBatch) {
    this.#streams = streams;
    this.#queue = tailQueue((batch) => {
      const status = this.#status;
      this.#status = undefined;
      take(batch, status);
    });
  }

  /**
   * Subscribes to something else. What was brought before and nobody has seen is forgotten.
   *
   * @param own Streams for this alone, which end with it. Default: those of the network
   */
  begin(filter: StreamFilter, own?: EventStreams): void {
    const [before, ownBefore] = [this.#subscription, this.#own];
    this.#queue.clear();
    this.#own = own;
    this.#subscription = (own ?? this.#streams()).subscribe(filter, {
      events: (events) => {
        for (const event of events) this.#queue.push(event);
      },
      gap: (gap) => this.#queue.push(gap),
      status: (status) => {
        this.#status = status;
        this.#queue.wake();
      },
    });
    // After the new one is there, so that the two can share a connection.
    before?.close();
    ownBefore?.close();
    this.#status = this.#subscription.status;
    this.#queue.wake();
  }

  close(): void {
    this.#queue.clear();
    this.#subscription?.close();
    this.#subscription = undefined;
    this.#own?.close();
    this.#own = undefined;
    this.#status = undefined;
  }
}
