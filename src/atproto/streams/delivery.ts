import { EventQueue, type Queued } from './event-queue.js';
import type { StreamGap, StreamListener } from './event-stream.js';
import type { RepoEvent } from './repo-event.js';

export interface DeliverySettings {
  /** Milliseconds from the first event that waits to its being handed over. */
  readonly everyMs: number;
  /** Events from which on it is full. The room beyond that, as much again, is for what arrives while the source is being held. */
  readonly fullAt: number;
  /** Called when all that waits is about to be handed over. */
  readonly onFlush: () => void;
}

/** What waits to be handed to one listener, in order. */
export class Delivery {
  readonly #listener: StreamListener;
  readonly #settings: DeliverySettings;
  readonly #queue: EventQueue;
  #isClosed = false;

  constructor(listener: StreamListener, settings: DeliverySettings) {
    this.#listener = listener;
    this.#settings = settings;
    this.#queue = new EventQueue({
      capacity: settings.fullAt * 2,
      drop: 'newest',
      reason: (count) => `${count} events came faster than atscope could take them, and were dropped`,
      firstMs: settings.everyMs,
      take: (batch) => this.#hand(batch),
    });
  }

  push(one: RepoEvent | StreamGap): void {
    if (!this.#isClosed) this.#queue.push(one);
  }

  /** Whether so much waits that the source should be held back. */
  get isFull(): boolean {
    return this.#queue.length >= this.#settings.fullAt;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Hands over what waits; otherwise that happens by itself. */
  flush(): void {
    this.#queue.flush();
  }

  /** Hands over nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#queue.clear();
  }

  #hand(batch: readonly Queued[]): void {
    this.#settings.onFlush();
    let events: RepoEvent[] = [];
    for (const one of batch) {
      if ('reason' in one) {
        this.#handEvents(events);
        events = [];
        if (!this.#isClosed) this.#listener.gap(one);
      } else {
        events.push(one);
      }
    }
    this.#handEvents(events);
  }

  #handEvents(events: RepoEvent[]): void {
    if (events.length > 0 && !this.#isClosed) this.#listener.events(inOrder(events));
  }
}

/** A source that hands over to another, or that replays, may send events out of order. */
function inOrder(events: RepoEvent[]): RepoEvent[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const { cursor } of events) {
    if (cursor < last) return events.sort((a, b) => a.cursor - b.cursor);
    last = cursor;
  }
  return events;
}
