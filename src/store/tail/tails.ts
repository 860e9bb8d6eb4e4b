import type {
  EventStreams,
  StreamFilter,
  StreamStatus,
  Subscription,
} from '../../atproto/streams/event-stream.js';
import type { CommitEvent } from '../../atproto/streams/repo-event.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { Lists } from '../lists/lists.js';
import { withLiveLeft } from '../live/live-update.js';
import type { NameBook } from '../names/names.js';
import { notifyFailure } from '../notice/notify.js';
import { atTop } from '../scroll.js';
import { currentPlace } from '../visits/visits-selectors.js';
import { createEventQueue } from './event-queue.js';
import { recordsTold } from './records-told.js';
import { streamFilterText } from './stream-filter.js';
import { entryOf, gapEntry } from './tail-entry.js';
import { tailTarget } from './tail-selectors.js';
import { newTail, sameFilter, type Tail, tailInPane, withEntries, withWaitingShown } from './tail-state.js';

/** Milliseconds between two questions for the handles of the newest rows. */
const namesEvery = 2_000;
const namesAtOnce = 25;

export interface TailActions {
  /** Starts or stops the live events of what is selected: a repo, a collection, an account of a list. */
  toggleTail(): void;
  /** Stops the live events of the network, or starts those that the filter lets through. */
  toggleStream(filter: StreamFilter): void;
  /** Shows the live events of the network that the filter lets through, in place of whatever is tailed. */
  setStream(filter: StreamFilter): void;
  /** Holds back the events of the tail, or goes on with them. */
  pauseTail(): void;
}

export interface Tails extends TailActions {
  close(): void;
}

/** One tail at a time, over a subscription of its own. What it brings is told to lists and records, too. */
export function createTails(
  context: StoreContext,
  accounts: Accounts,
  names: NameBook,
  lists: Lists,
  streams: () => EventStreams,
): Tails {
  const { get, set } = context;
  let subscription: Subscription | undefined;
  let namedAt = 0;
  /** Told since the last change of the state. */
  let status: StreamStatus | undefined;

  const wantNames = ({ shown }: Tail): void => {
    if (Date.now() - namedAt < namesEvery) return;
    namedAt = Date.now();
    const dids = new Set<string>();
    for (let index = 0; index < Math.min(namesAtOnce, shown.length); index++) {
      const entry = shown.at(index)!;
      if (entry.kind !== 'gap') dids.add(entry.did);
      if (entry.kind === 'commit') for (const did of entry.dids) dids.add(did);
    }
    if ([...dids].some((did) => names.of(did) === undefined)) names.want([...dids]);
  };

  const queue = createEventQueue((batch) => {
    const { tail, live, liveScroll, records } = get();
    if (!tail) return;
    const commits = batch.filter((one): one is CommitEvent => 'kind' in one && one.kind === 'commit');
    const isMissing = commits.length < batch.length && batch.some((one) => 'reason' in one);
    const entries = batch.map((one) => ('reason' in one ? gapEntry(one) : entryOf(one)));
    const onNewest = live !== tailInPane || liveScroll.selected === 0;
    const after = entries.length > 0 ? withEntries(tail, entries, onNewest) : tail;
    const stream = status ?? after.stream;
    status = undefined;
    if (isMissing) lists.miss(tail.filter);
    // One change of the state, so that there is one frame.
    set({
      tail: { ...after, stream },
      lists: lists.told(commits),
      records: recordsTold(records, commits),
    });
    wantNames(after);
  });

  /** Lets go of the subscription with what it brought and nobody has seen; gives it back, open as it is. */
  const letGo = (): Subscription | undefined => {
    const before = subscription;
    subscription = undefined;
    queue.clear();
    status = undefined;
    return before;
  };

  const stop = (): void => letGo()?.close();

  const end = (): void => {
    stop();
    set((state) => withLiveLeft({ ...state, tail: undefined }));
  };

  const begin = (tail: Tail): void => {
    const before = letGo();
    set({ tail, live: tailInPane, liveScroll: atTop });
    subscription = streams().subscribe(tail.filter, {
      events: (events) => queue.push(events),
      gap: (gap) => queue.push([gap]),
      status(stream) {
        status = stream;
        queue.wake();
      },
    });
    // After the new one is there, so that the two can share a connection.
    before?.close();
    status = subscription.status;
    queue.wake();
  };

  const stream = (filter: StreamFilter): Tail => {
    const wanted = streamFilterText(filter);
    return newTail('stream', wanted === '' ? 'the network' : wanted, filter);
  };

  const toggle = (wanted: Tail): void => {
    const { tail } = get();
    if (tail && sameFilter(tail.filter, wanted.filter)) end();
    else begin(wanted);
  };

  return {
    async toggleTail() {
      const state = get();
      if (state.live === tailInPane && currentPlace(state).focus === 'live') return end();
      const target = tailTarget(state);
      if (!target) return;
      const { repo, collection, name } = target;
      const isDid = repo.startsWith('did:');
      try {
        const did = isDid ? repo : (await accounts.identity(repo, new AbortController().signal)).did;
        const who = name ?? (isDid ? names.of(repo) : undefined) ?? repo;
        toggle(
          newTail('tail', collection ? `${who} ${collection}` : who, {
            collections: collection ? [collection] : [],
            dids: [did],
          }),
        );
      } catch (error) {
        notifyFailure(context, 'The tail was not started.', error);
      }
    },
    toggleStream(filter) {
      if (get().tail?.kind === 'stream') end();
      else begin(stream(filter));
    },
    setStream(filter) {
      const { tail } = get();
      if (tail?.kind === 'stream' && sameFilter(tail.filter, filter)) set({ live: tailInPane });
      else begin(stream(filter));
    },
    pauseTail: () =>
      set(({ tail, liveScroll }) => {
        if (!tail) return {};
        const goesOn = tail.paused && liveScroll.selected === 0;
        return { tail: { ...(goesOn ? withWaitingShown(tail) : tail), paused: !tail.paused } };
      }),
    close: stop,
  };
}
