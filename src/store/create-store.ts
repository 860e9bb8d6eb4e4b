import { createStore as createVanillaStore } from 'zustand/vanilla';
import type { JournalEntry } from '../atproto/calls/journal.js';
import type { AtClient } from '../atproto/client.js';
import type { CommandWords, Sentence } from '../text/sentence.js';
import { createAccounts } from './accounts/accounts.js';
import { currentRepo } from './accounts/accounts-selectors.js';
import type { AppStore } from './app-store.js';
import type { Effects, RecentPlaces, StoreContext } from './context.js';
import { createHistory, createHistorySource } from './history/history.js';
import { createJobs } from './jobs/jobs.js';
import { createLists } from './lists/lists.js';
import { createLive } from './live/live-actions.js';
import { createNames, type NameBook } from './names/names.js';
import { notify } from './notice/notify.js';
import { createOverlays } from './overlays/overlays.js';
import { emptyPrompt } from './overlays/prompt.js';
import { createPanes } from './panes/panes.js';
import { createRecords } from './records/records.js';
import { atTop } from './scroll.js';
import { createSignIn } from './session/sign-in.js';
import type { State } from './state.js';
import { createTails } from './tail/tails.js';
import { Tasks } from './tasks.js';
import { createNavigation } from './visits/navigation.js';
import { firstVisit } from './visits/visits-update.js';
import { createWatches, type WatchSettings } from './watch/watches.js';

const sameEntries = (a: readonly JournalEntry[], b: readonly JournalEntry[]): boolean =>
  a.length === b.length && a.every((entry, index) => entry === b[index]);

/** Makes the store. It starts on the start screen; `actions.goTo` goes somewhere. */
export function createAppStore(deps: {
  client: AtClient;
  recents: RecentPlaces;
  effects: Effects;
  watch: WatchSettings;
  /** Origin of the PDS to sign in at. Default: the one that the account's identity names. */
  service?: string | undefined;
  /** What sentences call each command. Default: its id. */
  words?: CommandWords | undefined;
}): AppStore {
  const { client } = deps;
  // Bound below: the names are part of the state, and changing them changes the state.
  let names: NameBook;
  const tasks = new Tasks();
  const store = createVanillaStore<State>((set) => {
    names = createNames({ client, tasks }, () => set((state) => ({ namesVersion: state.namesVersion + 1 })));
    return {
      ...firstVisit(deps.recents.list()),
      accounts: new Map(),
      jobs: [],
      lists: new Map(),
      records: new Map(),
      names: names.of,
      namesVersion: 0,
      watches: new Map(),
      tail: undefined,
      live: undefined,
      liveScroll: atTop,
      liveFilter: undefined,
      overlay: undefined,
      words: deps.words ?? ((id) => `:${id}`),
      session: client.sessions.current,
      signedIn: [],
      start: { prompt: emptyPrompt, selected: -1 },
      zoomed: false,
      notice: undefined,
      calls: [],
      waits: [],
    };
  });
  const { getState: get, setState: set } = store;
  const history = createHistorySource(get, deps.watch.archive);
  const context: StoreContext = { ...deps, history, tasks, get, set };
  const accounts = createAccounts(context, names!);
  const lists = createLists(context, accounts);
  const records = createRecords(context, accounts);
  const navigation = createNavigation(context, accounts, lists, records);
  const watches = createWatches(context, accounts, deps.watch);

  const { close: closeTails, ...tails } = createTails(context, accounts, names!, lists, deps.watch.streams);

  const { close: closeSignIn, ...accountActions } = createSignIn(context, navigation, {
    service: deps.service,
    viewChanged() {
      accounts.viewChanged(currentRepo(store.getState()));
      lists.viewChanged();
      navigation.enter();
    },
  });

  client.journal.subscribe(() => {
    const { overlay, waits } = store.getState();
    const calls = client.journal.entries();
    const waiting = calls.filter(({ waitingUntil }) => waitingUntil !== undefined);
    if (!sameEntries(waiting, waits)) store.setState({ waits: waiting });
    if (overlay?.kind === 'calls') store.setState({ calls });
  });

  const { enter: _, ...places } = navigation;
  return Object.assign(store, {
    close() {
      watches.close();
      closeTails();
      closeSignIn();
    },
    actions: {
      ...places,
      ...createPanes(context, accounts, lists, records, navigation),
      ...createOverlays(context, lists),
      ...tails,
      ...accountActions,
      ...createLive(context, watches, navigation),
      ...createHistory(context, accounts, lists, navigation),
      ...createJobs(context),
      loadAll: lists.loadAll,
      wantNames: names!.want,
      notify: (text: Sentence, kind: 'info' | 'error' = 'info') => notify(context, text, kind),
      dismissNotice: () => store.getState().notice && store.setState({ notice: undefined }),
    },
  });
}
