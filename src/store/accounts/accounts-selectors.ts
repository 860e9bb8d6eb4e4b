import type { State } from '../state.js';
import { currentPlace } from '../visits/visits-selectors.js';
import type { Account } from './accounts-state.js';

/** How a repo is looked up in `State.accounts`: handles are case-insensitive. */
export const accountKey = (repo: string): string => (repo.startsWith('did:') ? repo : repo.toLowerCase());

export function currentAccount(state: State): Account | undefined {
  const { address } = currentPlace(state);
  return address && state.accounts.get(accountKey(address.repo));
}

const noCollections: readonly string[] = [];

/** The account's collections in the order in which they are shown and walked through. */
export const collectionsOf = (state: State): readonly string[] =>
  currentAccount(state)?.description.value?.collections ?? noCollections;
