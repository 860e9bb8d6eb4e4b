import type { EventStreams, StreamFilter, Subscription } from '../../atproto/streams/event-stream.js';
import type { Accounts } from '../accounts.js';
import type { Actions } from '../actions.js';
import { notify, type StoreContext } from '../context.js';
import type { NameBook } from '../names.js';
import { atTop } from '../scroll.js';
import { currentPlace } from '../selectors.js';
import { tailTarget } from './tail-selectors.js';
import { newTail, sameFilter, type Tail, type TailEntry, tailInPane, withEntries } from './tail-state.js';

/** Milliseconds in which events gather, so that no rate of them draws more than 30 times a second. */
const gather = 34;
/** Milliseconds between two questions for the handles of the newest rows. */
const namesEvery = 2_000;
const namesAtOnce = 25;
const mostGathered = 10_000;

export interface Tails extends Pick<Actions, 'toggleTail' | 'toggleStream' | 'pauseTail'> {
  close(): void;
}

/** One tail at a time, over a subscription of its own. */
export function createTails(
  context: StoreContext,
  accounts: Accounts,
  names: NameBook,
  streams: () => EventStreams,
): Tails {
  const { get, set } = context;
  let subscription: Subscription | undefined;
  let gathered: TailEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let namedAt = 0;

  const patch = (change: (tail: Tail) => Tail): void =>
    set(({ tail }) => (tail ? { tail: change(tail) } : {}));

  const wantNames = ({ shown }: Tail): void => {
    if (Date.now() - namedAt < namesEvery) return;
    namedAt = Date.now();
    const dids = new Set<string>();
    for (let index = 0; index < Math.min(namesAtOnce, shown.length); index++) {
      const entry = shown.at(index)!;
      if (entry.kind !== 'gap') dids.add(entry.did);
    }
    if ([...dids].some((did) => names.of(did) === undefined)) names.want([...dids]);
  };

  const show = (): void => {
    timer = undefined;
    const entries = gathered;
    gathered = [];
    const { live, liveScroll } = get();
    patch((tail) => withEntries(tail, entries, live !== tailInPane || liveScroll.selected === 0));
    const { tail } = get();
    if (tail) wantNames(tail);
  };

  const take = (entries: readonly TailEntry[]): void => {
    for (const entry of entries) gathered.push(entry);
    if (gathered.length > 2 * mostGathered) gathered = gathered.slice(-mostGathered);
    timer ??= setTimeout(show, gather);
  };

  const stop = (): void => {
    subscription?.close();
    subscription = undefined;
    clearTimeout(timer);
    timer = undefined;
    gathered = [];
  };

  const end = (): void => {
    stop();
    set((state) => {
      const live = state.live === tailInPane ? [...state.watches.keys()].at(-1) : state.live;
      const place = currentPlace(state);
      const places =
        live === undefined && place.focus === 'live'
          ? state.places.with(state.at, { ...place, focus: place.side })
          : state.places;
      return { tail: undefined, live, places, liveScroll: atTop };
    });
  };

  const begin = (name: string, filter: StreamFilter): void => {
    stop();
    set({ tail: newTail(name, filter), live: tailInPane, liveScroll: atTop });
    subscription = streams().subscribe(filter, {
      events: take,
      gap: (gap) => take([{ kind: 'gap', time: gap.to, ...gap }]),
      status: (stream) => patch((tail) => ({ ...tail, stream })),
    });
    const { status } = subscription;
    patch((tail) => ({ ...tail, stream: tail.stream ?? status }));
  };

  const toggle = (name: string, filter: StreamFilter): void => {
    const { tail } = get();
    if (tail && sameFilter(tail.filter, filter)) end();
    else begin(name, filter);
  };

  return {
    async toggleTail() {
      const state = get();
      if (state.live === tailInPane && currentPlace(state).focus === 'live') return end();
      const target = tailTarget(state);
      if (!target) return;
      const { repo, collection } = target;
      try {
        const { did } = await accounts.identity(repo, new AbortController().signal);
        const who = repo.startsWith('did:') ? (names.of(repo) ?? repo) : repo;
        toggle(collection ? `${who} ${collection}` : who, {
          collections: collection ? [collection] : [],
          dids: [did],
        });
      } catch (error) {
        notify(context, error instanceof Error ? error.message : String(error), 'error');
      }
    },
    toggleStream(filter) {
      const wanted = [...filter.collections, ...filter.dids].join(' ');
      toggle(wanted === '' ? 'the network' : wanted, filter);
    },
    pauseTail: () => patch((tail) => ({ ...tail, paused: !tail.paused })),
    close: stop,
  };
}
