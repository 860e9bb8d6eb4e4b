import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import { selectedLive } from '../../store/live/live-selectors.js';
import type { State } from '../../store/state.js';
import { eventAddress, selectedEvent, shownTail, tailTarget } from '../../store/tail/tail-selectors.js';
import { type Command, paneScopes } from './command.js';

const unresolved = (state: State): string | undefined =>
  currentAccount(state)?.identity.status === 'failed' ? 'This account could not be resolved.' : undefined;

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
    keys: ['w'],
    title: 'start / stop the live follower watch of the account',
    category: 'Live',
    scopes: paneScopes,
    hint: 'watch',
    refuse: unresolved,
    run: ({ actions }) => actions.toggleWatch(),
  },
  {
    id: 'live.tail',
    keys: ['t'],
    title: 'start / stop the tail: live events of this repo, collection or account',
    category: 'Live',
    scopes: paneScopes,
    hint: 'tail',
    refuse: (state) =>
      tailTarget(state) || shownTail(state) ? unresolved(state) : 'There is no account in this row.',
    run: ({ actions }) => actions.toggleTail(),
  },
  {
    id: 'live.stream',
    keys: [],
    title: 'stream: start / stop the live events of the network (collections, prefixes and DIDs may follow)',
    category: 'Live',
    scopes: paneScopes,
    run: ({ actions }) => actions.toggleStream({ collections: [], dids: [] }),
  },
  {
    id: 'live.pause',
    keys: ['Space'],
    title: 'hold the events of the tail back / go on',
    category: 'Live',
    scopes: ['live'],
    hint: 'pause',
    refuse: (state) => (shownTail(state) ? undefined : 'Only a tail can be paused.'),
    run: ({ actions }) => actions.pauseTail(),
  },
  {
    id: 'live.open',
    keys: ['Enter'],
    title: 'open the account or record',
    category: 'Live',
    scopes: ['live'],
    hint: 'open',
    refuse: nothingToOpen,
    run: ({ actions }) => actions.openLive(),
  },
  {
    id: 'live.history',
    keys: ['H'],
    title: 'history: who came and went while the account was watched',
    category: 'Live',
    scopes: paneScopes,
    hint: 'history',
    run: ({ actions }) => actions.openHistory(),
  },
  {
    id: 'live.export-history',
    keys: [],
    title: 'export the history as NDJSON into the current folder',
    category: 'Live',
    scopes: paneScopes,
    run: ({ actions }) => actions.exportHistory(),
  },
  {
    id: 'live.next',
    keys: ['W'],
    title: 'show the next of the accounts watched, or the tail',
    category: 'Live',
    scopes: paneScopes,
    refuse: (state) =>
      state.watches.size + (state.tail ? 1 : 0) > 1 ? undefined : 'Nothing else is watched or tailed.',
    run: ({ actions }) => actions.nextWatch(),
  },
];
