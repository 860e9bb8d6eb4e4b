import { steadyClock } from '../../atproto/steady-clock.js';
import type { StreamPosition } from '../../atproto/streams/event-stream.js';
import type { KeepableWatch, StoredChanges, StoredWatch } from './stored-watch.js';
import type { WatchLine } from './watch-state.js';
import type { Watcher } from './watcher.js';

/** What is kept of a watch beside its followers. */
export interface WatchMoment {
  /** Newest first. */
  readonly lines: readonly WatchLine[];
  readonly position: StreamPosition | undefined;
}

/** Gives a watch to be kept: the whole of it, or what changed since, so that a new follower does not cost writing all of them. */
export class KeptWatch implements KeepableWatch {
  readonly #watcher: Pick<Watcher, 'snapshot' | 'changes'>;
  #now: () => WatchMoment & { readonly at: number };
  /** Ids of lines that are new or say more than when they were kept. */
  readonly #lines = new Set<number>();
  #hasWhole = false;

  constructor(watcher: Pick<Watcher, 'snapshot' | 'changes'>, now: () => WatchMoment) {
    this.#watcher = watcher;
    this.#now = () => ({ ...now(), at: steadyClock.now() });
  }

  /** These lines are others than before. */
  touch(ids: Iterable<number>): void {
    for (const id of ids) this.#lines.add(id);
  }

  /** The watch is over: its last moment is now. */
  end(): void {
    const last = this.#now();
    this.#now = () => last;
  }

  whole(): StoredWatch {
    this.#hasWhole = true;
    this.#lines.clear();
    return { ...this.#now(), ...this.#watcher.snapshot() };
  }

  changes(): StoredChanges | undefined {
    if (!this.#hasWhole) return undefined;
    const changes = this.#watcher.changes();
    if (!changes) return undefined;
    const { at, position, lines } = this.#now();
    const changed = lines.filter(({ id }) => this.#lines.has(id));
    this.#lines.clear();
    return { at, position, ...changes, lines: changed };
  }
}
