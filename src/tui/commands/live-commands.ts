import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import { currentAccount, currentRepo } from '../../store/accounts/accounts-selectors.js';
import { historyRepo } from '../../store/history/history.js';
import { selectedLive } from '../../store/live/live-selectors.js';
import type { State } from '../../store/state.js';
import { streamFilterText } from '../../store/tail/stream-filter.js';
import { eventAddress, selectedEvent, shownTail, tailTarget } from '../../store/tail/tail-selectors.js';
import { streamFilterArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';

const unresolved = (state: State): string | undefined =>
  currentAccount(state)?.identity.status === 'failed' ? 'This account could not be resolved.' : undefined;

/** Watching and its history are of the account that the place is about. */
const noAccount = (state: State): string | undefined =>
  currentRepo(state) === undefined
    ? 'This place is about no account: open one of the list.'
    : unresolved(state);

const noHistory = (state: State): string | undefined =>
  historyRepo(state) === undefined ? noAccount(state) : undefined;

function nothingToOpen(state: State): string | undefined {
  const event = selectedEvent(state);
  if (!event) return selectedLive(state)?.did ? undefined : 'There is no account on this line.';
  if (event.kind === 'gap') return 'There is no event on this line.';
  return eventAddress(event, state.names) ? undefined : 'This record was deleted: there is nothing to open.';
}

/** Followers that come and go, and events as they come. */
export const liveCommands: readonly Command[] = [
  {
    id: 'live.watch',
    name: 'watch',
    keys: ['w'],
    title: 'start or stop watching the followers of the account',
    category: 'Live',
    scopes: paneScopes,
    hint: 'watch',
    refuse: noAccount,
    run: ({ actions }) => actions.toggleWatch(),
  },
  {
    id: 'live.tail',
    name: 'tail',
    keys: ['t'],
    title: 'start or stop the tail: live events of this repo, collection or account',
    category: 'Live',
    scopes: paneScopes,
    hint: 'tail',
    refuse: (state) =>
      tailTarget(state) || shownTail(state) ? unresolved(state) : 'There is no account in this row.',
    run: ({ actions }) => actions.toggleTail(),
  },
  withArgument<StreamFilter>({
    id: 'live.stream',
    name: 'stream',
    keys: [],
    title: 'start or stop the live events of the network',
    category: 'Live',
    scopes: paneScopes,
    args: streamFilterArgument(),
    titleWith: (filter) => `show the live events of ${streamFilterText(filter) || 'the network'}`,
    run({ actions }, filter) {
      if (filter) actions.setStream(filter);
      else actions.toggleStream({ collections: [], dids: [] });
    },
  }),
  {
    id: 'live.pause',
    name: 'pause',
    keys: ['Space'],
    title: 'hold back the events of the tail, or go on',
    category: 'Live',
    scopes: ['live'],
    hint: 'pause',
    refuse: (state) => (shownTail(state) ? undefined : 'Only a tail can be paused.'),
    run: ({ actions }) => actions.pauseTail(),
  },
  {
    id: 'live.open',
    name: 'open-event',
    keys: ['Enter'],
    title: 'open the account, or the record beside what it is now',
    category: 'Live',
    scopes: ['live'],
    hint: 'open',
    refuse: nothingToOpen,
    run: ({ actions }) => actions.openLive(),
  },
  {
    id: 'live.history',
    name: 'history',
    keys: ['H'],
    title: 'list who came and went while the account was watched',
    category: 'Live',
    scopes: paneScopes,
    hint: 'history',
    refuse: noHistory,
    run: ({ actions }) => actions.openHistory(),
  },
  {
    id: 'live.export-history',
    name: 'export-history',
    keys: [],
    title: 'write the history as NDJSON into the current folder',
    category: 'Live',
    scopes: paneScopes,
    refuse: noHistory,
    run: ({ actions }) => actions.exportHistory(),
  },
  {
    id: 'live.next',
    name: 'next-live',
    keys: ['W'],
    title: 'show the next watch, or the tail',
    category: 'Live',
    scopes: paneScopes,
    refuse: (state) =>
      state.watches.size + (state.tail ? 1 : 0) > 1 ? undefined : 'Nothing else is watched or tailed.',
    run: ({ actions }) => actions.nextWatch(),
  },
];
