import type { EventStreams } from '../../atproto/streams/event-stream.js';
import type { Accounts } from '../accounts/accounts.js';
import { currentRepo } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { withLiveLeft } from '../live/live-update.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { FollowStream } from './follow-stream.js';
import { KeptWatch } from './kept-watch.js';
import { storedWatch, type WatchArchive } from './stored-watch.js';
import type { Watch } from './watch-state.js';
import {
  followersNews,
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
  close(): void;
}

interface Running {
  readonly watcher: Watcher;
  readonly kept: KeptWatch;
}

/** Watches the followers of any number of accounts over one subscription. */
export function createWatches(
  context: StoreContext,
  accounts: Accounts,
  { streams, archive, limit, pollEveryMs }: WatchSettings,
): Watches {
  const { client, get, set } = context;
  const running = new Map<string, Running>();

  function change(did: string, update: (watch: Watch) => Watch): void {
    set((state) => withWatch(state, did, update));
  }

  function changeAll(update: (watch: Watch) => Watch): void {
    for (const did of running.keys()) change(did, update);
  }

  /** Keeps what is known when the time to write comes: the place in the stream and the followers of that moment. */
  function keep(did: string): void {
    const watch = running.get(did);
    if (watch?.watcher.isWhole) archive.save(did, watch.kept);
  }

  const stream = new FollowStream(streams, pollEveryMs, {
    events(batch, replayed) {
      for (const { watcher } of running.values()) watcher.take(batch, replayed);
    },
    gap(gap) {
      for (const { watcher } of running.values()) watcher.gap(gap);
    },
    status: (status) => changeAll((watch) => withStatus(watch, status)),
    polling: (polling) => changeAll((watch) => ({ ...watch, polling })),
    read() {
      for (const { watcher } of running.values()) void watcher.read();
    },
    keep() {
      for (const did of running.keys()) keep(did);
    },
  });

  /** Tells of new followers by name, unless one is looking at the watch anyway. */
  function announce(did: string, ids: ReadonlyMap<number, unknown>): void {
    const { live, watches } = get();
    const watch = watches.get(did);
    const isShown = live?.kind === 'watch' && live.did === did;
    if (!watch || (isShown && currentVisit(get()).focus === 'live')) return;
    const news = followersNews(
      watch,
      watch.lines.filter(({ id }) => ids.has(id)),
    );
    if (news !== undefined) notify(context, news);
  }

  const listenerOf = (did: string): WatcherListener => ({
    added(lines) {
      change(did, (watch) => withLines(watch, lines));
      running.get(did)?.kept.touch(lines.map(({ id }) => id));
      keep(did);
    },
    told(facts) {
      change(did, (watch) => withFacts(watch, facts));
      announce(did, facts);
      running.get(did)?.kept.touch(facts.keys());
      keep(did);
    },
    baseline: (baseline) => change(did, (watch) => ({ ...watch, baseline })),
    changed: () => keep(did),
  });

  async function begin(did: string, repo: string): Promise<void> {
    const since = Date.now();
    const known = { stream: stream.status, polling: stream.isPolling };
    set((state) => withWatchBegun(state, newWatch({ did, repo, since }, known)));
    const stored = storedWatch(await archive.load(did));
    if (!get().watches.has(did)) return;
    if (stored) change(did, (watch) => withStored(watch, stored));
    const watcher = new Watcher({ client, did, stored, limit, since, listener: listenerOf(did) });
    const kept = new KeptWatch(watcher, () => ({
      lines: get().watches.get(did)?.lines ?? [],
      position: stream.position(),
    }));
    running.set(did, { watcher, kept });
    // Before the list is read, so that nothing happens between the two.
    const resumes = stream.open(stored?.position);
    if (!resumes) watcher.beginAnew();
    change(did, (watch) => ({ ...watch, stream: stream.status }));
    await watcher.read(resumes ? stream.caughtUp : undefined);
  }

  function stop(did: string): void {
    const watch = running.get(did);
    if (!watch) return;
    keep(did);
    watch.kept.end();
    watch.watcher.close();
    running.delete(did);
  }

  function end(did: string): void {
    stop(did);
    set((state) => withLiveLeft(withWatchEnded(state, did)));
    if (running.size === 0) stream.close();
  }

  return {
    async toggle() {
      const repo = currentRepo(get());
      if (repo === undefined) return;
      try {
        const { did } = await accounts.identity(repo, new AbortController().signal);
        if (get().watches.has(did)) end(did);
        else await begin(did, repo);
      } catch (error) {
        notifyFailure(context, 'The watch was not started.', error);
      }
    },
    close() {
      for (const did of [...running.keys()]) stop(did);
      stream.close();
    },
  };
}
