import { type Address, accountOf } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import type { PlaceSource } from '../../places/place-kind.js';
import type { State } from '../state.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { Account } from './accounts-state.js';

/**
 * How an account is looked up in `State.accounts`: handles are case-insensitive, and what the network says of an account is not what an
 * archive of it holds.
 */
export const accountKey = (repo: string, source: PlaceSource = 'network'): string =>
  `${source} ${repo.startsWith('did:') ? repo : repo.toLowerCase()}`;

/** The key of the account that a place is about; undefined where it is about none. */
export function addressAccountKey(address: Address): string | undefined {
  const repo = accountOf(address);
  return repo === undefined ? undefined : accountKey(repo, kindOf(address).source);
}

/** The account that a place is about, as far as it is known. */
export function accountAt(state: Pick<State, 'accounts'>, address: Address): Account | undefined {
  const key = addressAccountKey(address);
  return key === undefined ? undefined : state.accounts.get(key);
}

export function currentAccount(state: State): Account | undefined {
  const { address } = currentVisit(state);
  return address && accountAt(state, address);
}

/** The account that the current place is about, as it was written. */
export function currentRepo(state: State): string | undefined {
  const { address } = currentVisit(state);
  return address && accountOf(address);
}

const noCollections: readonly string[] = [];

/** The account's collections in the order in which they are shown and walked through. */
export const collectionsOf = (state: State): readonly string[] =>
  currentAccount(state)?.description.value?.collections ?? noCollections;
