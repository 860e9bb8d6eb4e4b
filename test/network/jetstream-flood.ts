import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { JetstreamEvent } from './jetstream-event.js';
import { syntheticEvent } from './jetstream-synthetic.js';

/** Made-up events to be sent. */
export interface Flood {
  readonly total: number;
  /** Events a second. Without it they come as fast as the clients read them. */
  readonly rate?: number;
  /** Index of the first event (see `syntheticEvent`), 0 without it: floods that follow one another go on in it. */
  readonly from?: number;
}

export interface FloodTarget {
  readonly signal: AbortSignal;
  publish(events: readonly JetstreamEvent[]): void;
  /** Resolves when no client is far behind. */
  caughtUp(): Promise<void>;
}

/** Events that are made at once. */
const CHUNK = 256;
/** Milliseconds between two chunks where there is a rate. */
const BEAT = 10;

/** Sends the events. Resolves when all are sent; rejects when the signal ends it. */
export async function flood({ total, rate, from = 0 }: Flood, target: FloodTarget): Promise<void> {
  const started = performance.now();
  let sent = 0;
  while (sent < total) {
    target.signal.throwIfAborted();
    const due = rate === undefined ? sent + CHUNK : Math.floor(((performance.now() - started) / 1000) * rate);
    const until = Math.min(total, due, sent + CHUNK);
    const first = from + sent;
    target.publish(Array.from({ length: until - sent }, (_, index) => syntheticEvent(first + index)));
    sent = until;
    if (rate === undefined) {
      await target.caughtUp();
      await nextTurn();
    } else if (sent < due) {
      await nextTurn();
    } else {
      await wait(BEAT, undefined, { signal: target.signal });
    }
  }
}
