import type { Listing } from '../../places/listing.js';
import { accountOfPlace, openListing } from '../../places/listing-for.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { ListState } from './lists-state.js';

/** The listing of a list, as soon as its account is known. Rejects where that cannot be, or where nothing is listed. */
export async function listingOf(
  { client, history, archives }: Pick<StoreContext, 'client' | 'history' | 'archives'>,
  accounts: Accounts,
  { address }: ListState,
  signal: AbortSignal,
): Promise<Listing> {
  const account = await accountOfPlace(address, (repo) => accounts.identity(repo, signal));
  const listing = await openListing(address, { client, history, archives, ...account }, signal);
  if (!listing) throw new Error('There is no list at this address.');
  return listing;
}
