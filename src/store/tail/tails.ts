import { labelerOf } from '../../atproto/labels/labeler.js';
import type { EventStreams, StreamFilter } from '../../atproto/streams/event-stream.js';
import { endpointOf } from '../../places/labels/labelers.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import type { Lists } from '../lists/lists.js';
import { withLiveLeft } from '../live/live-update.js';
import type { NameBook } from '../names/names.js';
import { notifyFailure } from '../notice/notify.js';
import { currentVisit } from '../visits/visits-selectors.js';
import { recordsTold } from './records-told.js';
import { tailTarget } from './tail-selectors.js';
import type { Tail } from './tail-state.js';
import { TailSubscription } from './tail-subscription.js';
import {
  batchOf,
  isTailed,
  labelsOf,
  streamOf,
  tailOf,
  unnamedDids,
  withBatch,
  withPaused,
} from './tail-update.js';

/** Milliseconds between two questions for the handles of the newest rows. */
const NAMES_EVERY_MS = 2_000;

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
  let namedAtTicks: number | undefined;

  const subscription = new TailSubscription(streams, (queued, status) => {
    const state = get();
    const tail = withBatch(state, queued);
    if (!tail) return;
    const { commits, isMissing } = batchOf(queued);
    // Lists are of records, of which a labeler says nothing.
    if (isMissing && tail.kind !== 'labels') lists.miss(tail.filter);
    // One change of the state, so that there is one frame.
    set({
      tail: { ...tail, stream: status ?? tail.stream },
      lists: lists.told(commits),
      records: recordsTold(state.records, commits),
    });
    wantNames(tail);
  });

  function wantNames(tail: Tail): void {
    const ticks = performance.now();
    if (namedAtTicks !== undefined && ticks - namedAtTicks < NAMES_EVERY_MS) return;
    namedAtTicks = ticks;
    const dids = unnamedDids(tail, names.of);
    if (dids.length > 0) names.want(dids);
  }

  function end(): void {
    subscription.close();
    set((state) => withLiveLeft({ ...state, tail: undefined }));
  }

  function begin(tail: Tail, own?: EventStreams): void {
    set({ tail, live: { kind: 'tail' }, liveCursor: atFirst });
    subscription.begin(tail.filter, own);
  }

  async function toggleLabels(repo: string): Promise<void> {
    const identity = await accounts.identity(repo, new AbortController().signal);
    const { tail } = get();
    if (tail?.labeler === identity.did) return end();
    const endpoint = endpointOf(labelerOf(identity));
    begin(labelsOf(identity.did, identity.handle ?? repo), await context.client.labelStreams(endpoint));
  }

  return {
    async toggleTail() {
      const state = get();
      if (state.live?.kind === 'tail' && currentVisit(state).focus === 'live') return end();
      const target = tailTarget(state);
      if (!target) return;
      const { repo, collection, name, isLabeler } = target;
      const isDid = repo.startsWith('did:');
      try {
        if (isLabeler) return await toggleLabels(repo);
        const did = isDid ? repo : (await accounts.identity(repo, new AbortController().signal)).did;
        const tail = tailOf(did, name ?? (isDid ? names.of(repo) : undefined) ?? repo, collection);
        if (isTailed(get().tail, tail.filter)) end();
        else begin(tail);
      } catch (error) {
        notifyFailure(context, 'The tail was not started.', error);
      }
    },
    toggleStream(filter) {
      if (get().tail?.kind === 'stream') end();
      else begin(streamOf(filter));
    },
    setStream(filter) {
      const { tail } = get();
      if (tail?.kind === 'stream' && isTailed(tail, filter)) set({ live: { kind: 'tail' } });
      else begin(streamOf(filter));
    },
    pauseTail: () => set(withPaused),
    close: () => subscription.close(),
  };
}
