import type { RecentAccount } from '../../keep/recents.js';
import {
  type Address,
  accountOf,
  addressKey,
  archiveOf,
  formatAddress,
  shownRecordOf,
} from '../../places/address.js';
import { textField } from '../../text/json-fields.js';
import { accountAt } from '../accounts/accounts-selectors.js';
import type { Account } from '../accounts/accounts-state.js';
import { archiveAt } from '../archives/archives-selectors.js';
import type { StoreContext } from '../context.js';
import { listAddress, listKey } from '../lists/lists-selectors.js';
import type { State } from '../state.js';
import { currentVisit } from './visits-selectors.js';

/** The longest name that is kept: nobody reads more of it in a line. */
const NAME_CHARACTERS_MAX = 200;

/**
 * What is called at each change of the state, and keeps the place where one is for the next run once it has turned out to be there: what
 * was mistyped, or is gone, is not offered again. It is kept a second time when the account's name has come. Cheap.
 */
export function createVisitKeeper({ get, set, recents }: Pick<StoreContext, 'get' | 'set' | 'recents'>) {
  let newest = 0;
  let known: string | undefined;

  return function keepVisited(): void {
    const state = get();
    const { id, address } = currentVisit(state);
    if (!address || id < newest) return;
    const account = recentAccount(accountAt(state, address));
    const told = `${account?.did} ${account?.handle} ${account?.name}`;
    if ((id === newest && told === known) || !isThere(state, address)) return;
    newest = id;
    known = told;
    recents.add({ address: formatAddress(address), title: undefined, account });
    set({ recents: recents.list() });
  };
}

/** Whether it is certain that a place is there: its account, its record, or its list where it has no account. */
function isThere(state: State, address: Address): boolean {
  const record = shownRecordOf(address);
  if (record && state.records.get(addressKey(record))?.value === undefined) return false;
  if (accountOf(address) !== undefined) return accountAt(state, address)?.identity.value !== undefined;
  if (archiveOf(address)) return archiveAt(state, address)?.facts.value !== undefined;
  const list = listAddress(address);
  const { order, start } = currentVisit(state);
  return !list || state.lists.get(listKey(list, order, start))?.status === 'ready';
}

function recentAccount(account: Account | undefined): RecentAccount | undefined {
  const identity = account?.identity.value;
  if (!account || !identity) return undefined;
  const profile = account.profile.value;
  const name = textField(profile?.source === 'appview' ? profile.profile : profile?.record, 'displayName');
  return {
    did: identity.did,
    handle: identity.handle,
    name: name?.trim().slice(0, NAME_CHARACTERS_MAX) || undefined,
  };
}
