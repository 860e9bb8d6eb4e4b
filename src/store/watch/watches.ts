import type { EventStreams, StreamPosition, Subscription } from '../../atproto/streams/event-stream.js';
import type { Accounts } from '../accounts/accounts.js';
import { currentRepo } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { withLiveLeft } from '../live/live-update.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { currentPlace } from '../visits/visits-selectors.js';
import { type CatchUp, createCatchUp } from './catch-up.js';
import { KeptWatch } from './kept-watch.js';
import { storedWatch, type WatchArchive } from './stored-watch.js';
import { mostLines, type Watch, type WatchLine } from './watch-state.js';
import { Watcher } from './watcher.js';

const ratesKept = 8;
/** Milliseconds between two notes of how far the stream has come, while it brings nothing that concerns the watches. */
const keepEvery = 30_000;
/** Milliseconds of silence on a connection after which nothing more of the past is expected. */
const quiet = 2_000;
const filter = { collections: ['app.bsky.graph.follow'], dids: [] };

export interface WatchSettings {
  /** Opens the streams when the first watch begins; undefined where none is configured. */
  readonly streams: () => EventStreams;
  readonly archive: WatchArchive;
  /** Followers of an account that are read at most. */
  readonly limit: number;
  /** Milliseconds between two readings of the list where no stream is reachable. */
  readonly pollEvery: number;
}

export interface Watches {
  /** Starts watching the followers of the account of the current place, or stops. */
  toggle(): Promise<void>;
  close(): void;
}

/** Watches the followers of any number of accounts over one subscription. */
export function createWatches(
  context: StoreContext,
  accounts: Accounts,
  { streams, archive, limit, pollEvery }: WatchSettings,
): Watches {
  const { client, get, set } = context;
  const running = new Map<string, { readonly watcher: Watcher; readonly kept: KeptWatch }>();
  let subscription: Subscription | undefined;
  let polling: NodeJS.Timeout | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let catchingUp: CatchUp | undefined;
  let afterwards: NodeJS.Timeout | undefined;

  const patch = (did: string, change: (watch: Watch) => Partial<Watch>): void => {
    set((state) => {
      const watch = state.watches.get(did);
      if (!watch) return {};
      return { watches: new Map(state.watches).set(did, { ...watch, ...change(watch) }) };
    });
  };

  /** Keeps what is known when the time to write comes: the place in the stream and the followers of that moment. */
  const keep = (did: string): void => {
    const watch = running.get(did);
    if (watch?.watcher.isWhole) archive.save(did, watch.kept);
  };

  const stop = (did: string): void => {
    keep(did);
    const { watcher, kept } = running.get(did)!;
    kept.end();
    watcher.close();
    running.delete(did);
  };

  const patchAll = (change: (watch: Watch) => Partial<Watch>): void => {
    for (const did of running.keys()) patch(did, change);
  };

  const setPolling = (wanted: boolean): void => {
    if (wanted === (polling !== undefined)) return;
    clearInterval(polling);
    polling = wanted ? setInterval(readAll, pollEvery) : undefined;
    patchAll(() => ({ polling: wanted }));
  };

  const readAll = (): void => {
    for (const { watcher } of running.values()) void watcher.read();
  };

  const keepAll = (): void => {
    for (const did of running.keys()) keep(did);
  };

  /** True where the events after the position will come. */
  const subscribe = (from: StreamPosition | undefined): boolean => {
    if (subscription) return false;
    if (from) catchingUp = createCatchUp(Date.now(), quiet);
    let begins = from === undefined;
    keeping = setInterval(keepAll, keepEvery);
    subscription = streams().subscribe(
      filter,
      {
        events(batch) {
          for (const { watcher } of running.values()) watcher.take(batch, catchingUp?.isDone === false);
          catchingUp?.heard(batch.at(-1)!.time);
        },
        gap(gap) {
          catchingUp?.done();
          for (const { watcher } of running.values()) watcher.gap(gap);
        },
        status(stream) {
          patchAll(({ rates, brokenSince }) => ({
            stream,
            brokenSince: stream.state === 'connected' ? undefined : (brokenSince ?? stream.since),
            rates: [...rates, stream.eventsPerSecond].slice(-ratesKept),
          }));
          if (stream.state === 'connected') {
            // A stream that comes late begins then: what was before only the list tells, when the AppView has it.
            if (begins && polling) afterwards = setTimeout(readAll, pollEvery);
            begins = false;
            catchingUp?.connected();
          }
          setPolling(stream.state === 'unreachable');
          if (stream.state === 'unreachable') catchingUp?.done();
        },
      },
      { from },
    );
    return from !== undefined;
  };

  const unsubscribe = (): void => {
    subscription?.close();
    subscription = undefined;
    clearInterval(keeping);
    clearTimeout(afterwards);
    catchingUp?.done();
    catchingUp = undefined;
    setPolling(false);
  };

  /** Tells of a new follower by name, unless one is looking at the watch anyway. */
  const announce = ({ did, repo }: Watch, lines: readonly WatchLine[]): void => {
    const { live } = get();
    if (live?.kind === 'watch' && live.did === did && currentPlace(get()).focus === 'live') return;
    const followed = lines.filter(({ kind, away }) => kind === 'followed' && !away);
    const [newest] = followed;
    if (!newest) return;
    const others = followed.length > 1 ? ` and ${followed.length - 1} more` : '';
    notify(context, `+ ${newest.name ? `${newest.name} ` : ''}@${newest.handle}${others} → ${repo}`);
  };

  const begin = async (did: string, repo: string): Promise<void> => {
    const since = Date.now();
    const fresh: Watch = {
      did,
      repo,
      since,
      stream: subscription?.status,
      rates: [],
      polling: polling !== undefined,
      baseline: { status: 'loading', loaded: 0, total: undefined, limited: false, error: undefined },
      live: { gained: 0, lost: 0 },
      away: undefined,
      lines: [],
    };
    set((state) => ({
      watches: new Map(state.watches).set(did, fresh),
      live: { kind: 'watch', did },
      liveCursor: atFirst,
    }));
    const stored = storedWatch(await archive.load(did));
    if (!get().watches.has(did)) return;
    if (stored) {
      patch(did, () => ({ lines: stored.lines, away: { gained: 0, lost: 0, since: stored.at } }));
    }
    const watcher = new Watcher({
      client,
      did,
      stored,
      limit,
      since,
      listener: {
        added(lines) {
          patch(did, (watch) => withLines(watch, lines));
          kept.touch(lines.map(({ id }) => id));
          keep(did);
        },
        told(facts) {
          patch(did, ({ lines }) => ({
            lines: lines.map((line) => (facts.has(line.id) ? { ...line, ...facts.get(line.id) } : line)),
          }));
          const watch = get().watches.get(did);
          if (watch)
            announce(
              watch,
              watch.lines.filter(({ id }) => facts.has(id)),
            );
          kept.touch(facts.keys());
          keep(did);
        },
        baseline: (baseline) => patch(did, () => ({ baseline })),
        changed: () => keep(did),
      },
    });
    const kept = new KeptWatch(watcher, () => ({
      lines: get().watches.get(did)!.lines,
      position: subscription?.position(),
    }));
    running.set(did, { watcher, kept });
    // Before the list is read, so that nothing happens between the two.
    const resumes = subscribe(stored?.position);
    if (!resumes) watcher.beginAnew();
    patch(did, () => ({ stream: subscription!.status }));
    await watcher.read(resumes ? catchingUp?.promise : undefined);
  };

  const end = (did: string): void => {
    if (running.has(did)) stop(did);
    set((state) => {
      const watches = new Map(state.watches);
      watches.delete(did);
      return withLiveLeft({ ...state, watches });
    });
    if (running.size > 0) return;
    unsubscribe();
  };

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
      unsubscribe();
    },
  };
}

const gains = new Set(['followed', 'returned']);
const losses = new Set(['unfollowed', 'lost']);

function withLines(watch: Watch, added: readonly WatchLine[]): Partial<Watch> {
  const count = (kinds: ReadonlySet<string>, away: boolean): number =>
    added.filter((line) => line.away === away && kinds.has(line.kind)).length;
  const { live, away } = watch;
  return {
    lines: [...[...added].reverse(), ...watch.lines].slice(0, mostLines),
    live: { gained: live.gained + count(gains, false), lost: live.lost + count(losses, false) },
    away: away && {
      ...away,
      gained: away.gained + count(gains, true),
      lost: away.lost + count(losses, true),
    },
  };
}
