import { steadyClock } from '../../atproto/steady-clock.js';
import type { EventStreams } from '../../atproto/streams/event-stream.js';
import type { Accounts } from '../accounts/accounts.js';
import { currentRepo } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { withLiveLeft } from '../live/live-update.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { FollowStream } from './follow-stream.js';
import { KeptWatch } from './kept-watch.js';
import { loadWatch, type StoredWatch, type WatchArchive } from './stored-watch.js';
import type { Watch } from './watch-state.js';
import {
  newsOf,
  newWatch,
  withFacts,
  withLines,
  withStatus,
  withStored,
  withWatch,
  withWatchBegun,
  withWatchEnded,
} from './watch-update.js';
import { Watcher, type WatcherListener } from './watcher.js';

export interface WatchSettings {
  /** Opens the streams when the first watch begins; undefined where none is configured. */
  readonly streams: () => EventStreams;
  readonly archive: WatchArchive;
  /** Followers of an account that are read at most. */
  readonly limit: number;
  /** Milliseconds between two readings of the list where no stream is reachable. */
  readonly pollEveryMs: number;
}

export interface Watches {
  /** Starts watching the followers of the account of the current place, or stops. */
  toggle(): Promise<void>;
  /** Starts watching the followers of an account, which was addressed as `repo`. Resolves once the list of them was read. */
  begin(did: string, repo: string): Promise<void>;
  close(): void;
}

/** What of the store a watch needs. */
type WatchContext = Pick<StoreContext, 'client' | 'get' | 'set'>;

interface Running {
  readonly watcher: Watcher;
  readonly kept: KeptWatch;
  readonly stream: FollowStream;
}

/** Watches the followers of any number of accounts over one subscription. */
export const createWatches = (
  context: WatchContext,
  accounts: Pick<Accounts, 'identity'>,
  settings: WatchSettings,
): Watches => new AllWatches(context, accounts, settings);

class AllWatches implements Watches {
  readonly #context: WatchContext;
  readonly #accounts: Pick<Accounts, 'identity'>;
  readonly #settings: WatchSettings;
  readonly #running = new Map<string, Running>();

  constructor(context: WatchContext, accounts: Pick<Accounts, 'identity'>, settings: WatchSettings) {
    this.#context = context;
    this.#accounts = accounts;
    this.#settings = settings;
  }

  async toggle(): Promise<void> {
    const { get } = this.#context;
    const repo = currentRepo(get());
    if (repo === undefined) return;
    try {
      const { did } = await this.#accounts.identity(repo, new AbortController().signal);
      if (get().watches.has(did)) this.#end(did);
      else await this.begin(did, repo);
    } catch (error) {
      notifyFailure(this.#context, 'The watch was not started.', error);
    }
  }

  close(): void {
    for (const did of [...this.#running.keys()]) this.#stop(did);
  }

  async begin(did: string, repo: string): Promise<void> {
    const { get, set } = this.#context;
    const since = steadyClock.now();
    const [other] = this.#running.values();
    const known = { stream: other?.stream.status, polling: other?.stream.isPolling ?? false };
    set((state) => withWatchBegun(state, newWatch({ did, repo, since }, known)));
    const stored = await loadWatch(this.#settings.archive, did);
    if (!get().watches.has(did)) return;
    if (stored) this.#change(did, (watch) => withStored(watch, stored));
    const { watcher, stream } = this.#run(did, since, stored);
    // Before the list is read, so that nothing happens between the two.
    stream.open(stored?.position);
    if (stored?.position === undefined) watcher.beginAnew();
    this.#change(did, (watch) => ({ ...watch, stream: stream.status }));
    await watcher.read(stream.caughtUp);
  }

  #run(did: string, since: number, stored: StoredWatch | undefined): Running {
    const { client, get } = this.#context;
    const { limit } = this.#settings;
    const watcher = new Watcher({ client, did, stored, limit, since, listener: this.#listenerOf(did) });
    const stream = this.#followStream(did, watcher);
    const kept = new KeptWatch(watcher, () => ({
      lines: get().watches.get(did)?.lines ?? [],
      position: stream.position(),
    }));
    const running = { watcher, kept, stream };
    this.#running.set(did, running);
    return running;
  }

  #end(did: string): void {
    this.#stop(did);
    this.#context.set((state) => withLiveLeft(withWatchEnded(state, did)));
  }

  #stop(did: string): void {
    const watch = this.#running.get(did);
    if (!watch) return;
    this.#keep(did);
    watch.kept.end();
    watch.watcher.close();
    watch.stream.close();
    this.#running.delete(did);
  }

  #followStream(did: string, watcher: Watcher): FollowStream {
    const { streams, pollEveryMs } = this.#settings;
    return new FollowStream(streams, pollEveryMs, {
      events: (batch) => watcher.take(batch),
      gap: (gap) => watcher.gap(gap),
      status: (status) => this.#change(did, (watch) => withStatus(watch, status)),
      polling: (polling) => this.#change(did, (watch) => ({ ...watch, polling })),
      read: () => void watcher.read(),
      keep: () => this.#keep(did),
    });
  }

  #listenerOf(did: string): WatcherListener {
    return {
      added: (lines) => {
        this.#change(did, (watch) => withLines(watch, lines));
        this.#keepLines(
          did,
          lines.map(({ id }) => id),
        );
      },
      told: (facts) => {
        this.#change(did, (watch) => withFacts(watch, facts));
        const news = newsOf(this.#context.get(), did, facts);
        if (news !== undefined) notify(this.#context, news, 'news');
        this.#keepLines(did, facts.keys());
      },
      baseline: (baseline) => this.#change(did, (watch) => ({ ...watch, baseline })),
      changed: () => this.#keep(did),
    };
  }

  #change(did: string, update: (watch: Watch) => Watch): void {
    this.#context.set((state) => withWatch(state, did, update));
  }

  /** Keeps lines that are new or say more, and with them all that is known. */
  #keepLines(did: string, ids: Iterable<number>): void {
    this.#running.get(did)?.kept.touch(ids);
    this.#keep(did);
  }

  /** Keeps what is known when the time to write comes: the place in the stream and the followers of that moment. */
  #keep(did: string): void {
    const watch = this.#running.get(did);
    if (watch?.watcher.isWhole) this.#settings.archive.save(did, watch.kept);
  }
}
