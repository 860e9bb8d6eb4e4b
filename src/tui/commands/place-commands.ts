import { type Address, formatAddress } from '../../places/address.js';
import { selectedRow } from '../../store/lists/lists-selectors.js';
import { shownRecord } from '../../store/records/shown-record.js';
import type { State } from '../../store/state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { say } from '../../text/sentence.js';
import { accountArgument, addressArgument } from './arguments.js';
import { type Command, paneScopes, withArgument } from './command.js';
import { openReference } from './open-reference.js';

const post = 'app.bsky.feed.post';

/** The post under the cursor, or the open one. */
function selectedPost(state: State): Extract<Address, { kind: 'record' }> | undefined {
  const { address, focus } = currentPlace(state);
  const target = focus === 'list' ? selectedRow(state)?.opens : address;
  const place = target?.kind === 'record' ? target : address;
  return place?.kind === 'record' && place.collection === post ? place : undefined;
}

/** Going from one place to another. */
export const placeCommands: readonly Command[] = [
  {
    id: 'open.collection',
    name: 'open-collection',
    keys: ['Enter'],
    title: 'open the collection',
    category: 'Places',
    scopes: ['collections'],
    hint: 'open',
    run: ({ actions }) => actions.openCollection(),
  },
  {
    id: 'open.row',
    name: 'open-row',
    keys: ['Enter'],
    title: 'open the record or account',
    category: 'Places',
    scopes: ['list'],
    hint: 'open',
    refuse: (state) =>
      currentPlace(state).address?.kind === 'repo'
        ? say`This is an overview: choose a collection on the left, or {key:place.followers} for followers.`
        : selectedRow(state)
          ? undefined
          : 'There is no row to open.',
    run: ({ actions }) => actions.openRow(),
  },
  {
    id: 'open.reference',
    name: 'open-reference',
    keys: ['Enter'],
    title: 'go where the line points, or fold it',
    category: 'Record',
    scopes: ['record'],
    hint: 'follow / fold',
    refuse: (state) => (shownRecord(state) ? undefined : 'There is no record here.'),
    run: openReference,
  },
  {
    id: 'place.out',
    name: 'out',
    keys: ['Esc', 'Backspace'],
    title: 'go one step out',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.backOut(),
  },
  {
    id: 'place.back',
    name: 'back',
    keys: ['['],
    title: 'go back to the place visited before',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.back(),
  },
  {
    id: 'place.forward',
    name: 'forward',
    keys: [']'],
    title: 'go forward to the place visited after',
    category: 'Places',
    scopes: paneScopes,
    run: ({ actions }) => actions.forward(),
  },
  withArgument<string>({
    id: 'place.followers',
    name: 'followers',
    keys: ['f'],
    title: 'list the followers of the account',
    category: 'Places',
    scopes: paneScopes,
    hint: 'followers',
    args: accountArgument(),
    titleWith: (account) => `list the followers of ${account}`,
    run: ({ state, actions }, account) =>
      actions.goTo({ kind: 'followers', repo: account ?? currentPlace(state).address!.repo }),
  }),
  withArgument<string>({
    id: 'place.follows',
    name: 'follows',
    keys: ['F'],
    title: 'list whom the account follows',
    category: 'Places',
    scopes: paneScopes,
    args: accountArgument(),
    titleWith: (account) => `list whom ${account} follows`,
    run: ({ state, actions }, account) =>
      actions.goTo({ kind: 'follows', repo: account ?? currentPlace(state).address!.repo }),
  }),
  {
    id: 'place.likes',
    name: 'likes',
    keys: ['L'],
    title: 'list the likes of the post',
    category: 'Places',
    scopes: paneScopes,
    refuse: (state) => (selectedPost(state) ? undefined : 'Only a post has likes: select one first.'),
    run({ state, actions }) {
      const { repo, collection, rkey } = selectedPost(state)!;
      actions.goTo({ kind: 'likes', repo, collection, rkey });
    },
  },
  {
    id: 'place.account',
    name: 'account',
    keys: ['u'],
    title: 'go to the account itself',
    category: 'Places',
    scopes: paneScopes,
    run: ({ state, actions }) => actions.goTo({ kind: 'repo', repo: currentPlace(state).address!.repo }),
  },
  withArgument<Address>({
    id: 'place.go-to',
    name: 'go',
    keys: [':'],
    title: 'go to an address, or run a command by name',
    category: 'Places',
    scopes: paneScopes,
    hint: 'go to',
    args: addressArgument({ required: true }),
    titleWith: (address) => `go to ${formatAddress(address)}`,
    run({ actions }, address) {
      if (address) actions.goTo(address);
      else actions.openGoto();
    },
  }),
];
