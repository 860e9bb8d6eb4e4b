import type { StreamGap, StreamListener } from './event-stream.js';
import type { RepoEvent } from './repo-event.js';

/** What waits to be handed to one listener, in order. It holds `room` events and no more. */
export interface Delivery {
  push(event: RepoEvent): void;
  gap(gap: StreamGap): void;
  /** Whether so much waits that the source should be held back. */
  isFull(): boolean;
  isEmpty(): boolean;
  /** Hands over what waits; otherwise that happens by itself. */
  flush(): void;
  /** Hands over nothing any more. */
  close(): void;
}

export interface DeliverySettings {
  /** Milliseconds from the first event that waits to its being handed over. */
  readonly every: number;
  /** Events from which on it is full. The room beyond that, as much again, is for what arrives while the source is being held. */
  readonly fullAt: number;
  /** Called when all that waits is about to be handed over. */
  readonly onFlush: () => void;
}

interface Dropped {
  readonly from: number;
  to: number;
  count: number;
}

export function createDelivery(
  listener: StreamListener,
  { every, fullAt, onFlush }: DeliverySettings,
): Delivery {
  const room = fullAt * 2;
  let waiting: (RepoEvent | StreamGap)[] = [];
  let dropped: Dropped | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function enqueue(one: RepoEvent | StreamGap): void {
    waiting.push(one);
    timer ??= setTimeout(flush, every);
  }

  function drop(from: number, to: number): void {
    dropped ??= { from, to, count: 0 };
    dropped.to = to;
    dropped.count++;
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (dropped !== undefined) {
      const { from, to, count } = dropped;
      batch.push({
        from,
        to,
        reason: `${count} events came faster than they could be taken and were dropped`,
      });
      dropped = undefined;
    }
    onFlush();
    let events: RepoEvent[] = [];
    for (const one of batch) {
      if ('reason' in one) {
        hand(events);
        events = [];
        if (!closed) listener.gap(one);
      } else {
        events.push(one);
      }
    }
    hand(events);
  }

  function hand(events: RepoEvent[]): void {
    if (events.length > 0 && !closed) listener.events(inOrder(events));
  }

  return {
    push(event) {
      if (waiting.length >= room) drop(event.time, event.time);
      else if (!closed) enqueue(event);
    },
    gap(gap) {
      if (waiting.length >= room) drop(gap.from ?? gap.to, gap.to);
      else if (!closed) enqueue(gap);
    },
    isFull: () => waiting.length >= fullAt,
    isEmpty: () => waiting.length === 0,
    flush,
    close() {
      closed = true;
      clearTimeout(timer);
      waiting = [];
      dropped = undefined;
    },
  };
}

/** A source that hands over to another, or that replays, may send events out of order. */
function inOrder(events: RepoEvent[]): RepoEvent[] {
  for (let index = 1; index < events.length; index++) {
    if (events[index]!.cursor < events[index - 1]!.cursor) return events.sort((a, b) => a.cursor - b.cursor);
  }
  return events;
}
