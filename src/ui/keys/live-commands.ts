import { currentAccount, selectedLive } from '../../store/selectors.js';
import { type Command, paneScopes } from './command.js';

/** Watching followers come and go. */
export const liveCommands: readonly Command[] = [
  {
    id: 'live.watch',
    keys: ['w'],
    title: 'start / stop the live follower watch of the account',
    category: 'Live',
    scopes: paneScopes,
    hint: 'watch',
    refuse: (state) =>
      currentAccount(state)?.identity.status === 'failed' ? 'This account could not be resolved.' : undefined,
    run: ({ actions }) => actions.toggleWatch(),
  },
  {
    id: 'live.open',
    keys: ['Enter'],
    title: 'open the account',
    category: 'Live',
    scopes: ['live'],
    hint: 'open',
    refuse: (state) => (selectedLive(state)?.did ? undefined : 'There is no account on this line.'),
    run: ({ actions }) => actions.openLive(),
  },
  {
    id: 'live.next',
    keys: ['W'],
    title: 'show the next of the accounts watched',
    category: 'Live',
    scopes: paneScopes,
    refuse: (state) => (state.watches.size > 1 ? undefined : 'No other account is watched.'),
    run: ({ actions }) => actions.nextWatch(),
  },
];
