import { kindOf } from '../../places/kind-of.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import type { State } from '../state.js';
import { currentVisit, shownPlace } from '../visits/visits-selectors.js';

/** What titles say of the repository of the current account where it is read from a mirror. */
export function repoSource(state: State): string | undefined {
  const { address } = currentVisit(state);
  const did = currentAccount(state)?.identity.value?.did;
  if (address === undefined || did === undefined || kindOf(address).source !== 'network') return undefined;
  const host = state.mirrored.get(did);
  return host === undefined ? undefined : `from ${host}`;
}

/** The same of what is shown, where that comes from the repository: a collection, or a record. */
export function shownSource(state: State): string | undefined {
  const address = shownPlace(currentVisit(state));
  return address !== undefined && kindOf(address).collection(address) !== undefined
    ? repoSource(state)
    : undefined;
}
