import { steadyClock } from '../../atproto/steady-clock.js';
import type {
  EventStreams,
  StreamGap,
  StreamPosition,
  StreamStatus,
  Subscription,
} from '../../atproto/streams/event-stream.js';
import type { RepoEvent } from '../../atproto/streams/repo-event.js';
import { type CatchUp, createCatchUp } from './catch-up.js';

/** Between two notes of how far the stream has come, while it brings nothing that concerns the watches. */
const KEEP_EVERY_MS = 30_000;
/** Silence on a connection after which nothing more of the past is expected. */
const QUIET_MS = 2_000;
const FOLLOWS = { collections: ['app.bsky.graph.follow'], dids: [] };

/** Takes what the stream of follows brings to a watch. */
export interface FollowListener {
  events(batch: readonly RepoEvent[]): void;
  gap(gap: StreamGap): void;
  status(status: StreamStatus): void;
  /** Whether the list of followers is read now and then, since no stream is reachable. */
  polling(isPolling: boolean): void;
  /** The list of followers is to be read. */
  read(): void;
  /** What is known is to be kept, with the position of now. */
  keep(): void;
}

/**
 * The follows of the network for one watch, from its own position on, and what stands in for them while no stream can be reached.
 * All watches share a connection (see `Lines`), but for one that has a past to bring which the others have behind them.
 */
export class FollowStream {
  readonly #streams: () => EventStreams;
  readonly #pollEveryMs: number;
  readonly #listener: FollowListener;
  #subscription: Subscription | undefined;
  #catchUp: CatchUp | undefined;
  #keeping: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #readLater: NodeJS.Timeout | undefined;
  /** It has not been connected yet, and begins where it will be. */
  #beginsLate = false;

  constructor(streams: () => EventStreams, pollEveryMs: number, listener: FollowListener) {
    this.#streams = streams;
    this.#pollEveryMs = pollEveryMs;
    this.#listener = listener;
  }

  get status(): StreamStatus | undefined {
    return this.#subscription?.status;
  }

  get isPolling(): boolean {
    return this.#polling !== undefined;
  }

  /** Resolves once the stream has brought what happened before it was opened; undefined where it brings nothing of that. */
  get caughtUp(): Promise<void> | undefined {
    return this.#catchUp?.promise;
  }

  position(): StreamPosition | undefined {
    return this.#subscription?.position();
  }

  /** Opens it: events after the position come first, if there is one. */
  open(from: StreamPosition | undefined): void {
    if (from) {
      this.#catchUp = createCatchUp(steadyClock.now(), QUIET_MS, {
        now: () => steadyClock.now(),
        reached: () => this.#subscription?.reached(),
      });
    }
    this.#beginsLate = from === undefined;
    this.#keeping = setInterval(() => this.#listener.keep(), KEEP_EVERY_MS);
    this.#subscription = this.#streams().subscribe(
      FOLLOWS,
      {
        events: (batch) => this.#take(batch),
        gap: (gap) => {
          this.#catchUp?.done();
          this.#listener.gap(gap);
        },
        status: (status) => this.#follow(status),
      },
      { from },
    );
  }

  close(): void {
    this.#subscription?.close();
    this.#subscription = undefined;
    clearInterval(this.#keeping);
    clearTimeout(this.#readLater);
    this.#catchUp?.done();
    this.#catchUp = undefined;
    this.#poll(false);
  }

  #take(batch: readonly RepoEvent[]): void {
    this.#listener.events(batch);
    const newest = batch.at(-1);
    if (newest) this.#catchUp?.heard(newest.time);
  }

  #follow(status: StreamStatus): void {
    this.#listener.status(status);
    if (status.state === 'connected') {
      // A stream that comes late begins then: what was before only the list tells, when the AppView has it.
      if (this.#beginsLate && this.isPolling) {
        this.#readLater = setTimeout(() => this.#listener.read(), this.#pollEveryMs);
      }
      this.#beginsLate = false;
      this.#catchUp?.connected();
    }
    this.#poll(status.state === 'unreachable');
    if (status.state === 'unreachable') this.#catchUp?.done();
  }

  #poll(isWanted: boolean): void {
    if (isWanted === this.isPolling) return;
    clearInterval(this.#polling);
    this.#polling = isWanted ? setInterval(() => this.#listener.read(), this.#pollEveryMs) : undefined;
    this.#listener.polling(isWanted);
  }
}
