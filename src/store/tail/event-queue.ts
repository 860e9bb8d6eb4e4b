import type { StreamGap } from '../../atproto/streams/event-stream.js';
import type { RepoEvent } from '../../atproto/streams/repo-event.js';

/** Milliseconds from the first event after a pause to its batch, so that those which belong together come together. */
const soon = 34;
/**
 * Milliseconds between two batches. No rate of events draws more often than this, since a key press waits for the drawing
 * that goes on; and nobody reads lines that stay for less.
 */
const between = 100;
/** The same after a batch of so many that they are only counted by the eye, and not read. */
const many = { events: 100, between: 200 } as const;
/** Events of a batch: reading the records of more would keep a key press waiting. */
const mostAtOnce = 1_000;
/** Events that wait beside those that the subscription itself holds. */
const mostWaiting = 20_000;

/** What waits to be shown. */
export interface EventQueue {
  push(events: readonly (RepoEvent | StreamGap)[]): void;
  /** Has a batch made soon, even if an empty one: something else changed that should be shown with it. */
  wake(): void;
  /** Forgets what waits. */
  clear(): void;
}

/**
 * Hands events over in batches, oldest first and at most ten times a second. Where more come than can be taken, the oldest are
 * left out, and a gap stands in their place.
 */
export function createEventQueue(take: (batch: readonly (RepoEvent | StreamGap)[]) => void): EventQueue {
  let waiting: (RepoEvent | StreamGap)[] = [];
  let timer: NodeJS.Timeout | undefined;
  /** When the next batch may be handed over. */
  let next = 0;

  const wake = (): void => {
    timer ??= setTimeout(handOver, Math.max(soon, next - performance.now()));
  };

  const handOver = (): void => {
    timer = undefined;
    const batch = waiting.slice(0, mostAtOnce);
    waiting = waiting.slice(mostAtOnce);
    const isMany = batch.length > many.events && waiting.length === 0;
    next = performance.now() + (isMany ? many.between : between);
    // Before they are taken: whoever takes them may clear what waits.
    if (waiting.length > 0) wake();
    take(batch);
  };

  return {
    push(events) {
      for (const event of events) waiting.push(event);
      if (waiting.length > mostWaiting) {
        const left = waiting.splice(0, waiting.length - mostWaiting / 2);
        const times = left.map((one) => ('reason' in one ? one.to : one.time));
        waiting.unshift({
          from: times[0],
          to: times.at(-1)!,
          reason: `${left.length} events came faster than they could be shown`,
        });
      }
      wake();
    },
    wake,
    clear() {
      clearTimeout(timer);
      timer = undefined;
      waiting = [];
    },
  };
}
