import { isAbortError } from '../atproto/calls/abort-error.js';
import type { Identity } from '../atproto/identity/identity.js';
import type { Address } from './addresses.js';
import { kindOf } from './kind-of.js';
import type { Listing } from './listing.js';
import type { ListingContext } from './place-kind.js';

/**
 * The listing that an address shows, or is shown beside: a record's is that of its collection. Undefined for what lists nothing,
 * as an account by itself. Does not throw and calls nobody: what fails, fails in `load`.
 */
export const listingFor = (address: Address, context: ListingContext): Listing | undefined =>
  kindOf(address).listing(address, context);

/**
 * Who the account of a place is, as `resolve` finds it: what its listing is made with. Rejects as `resolve` does, but for a DID of the
 * directory where the place can do without.
 */
export async function accountOfPlace(
  address: Address,
  resolve: (repo: string) => Promise<Identity>,
): Promise<Pick<ListingContext, 'identity' | 'unresolved'>> {
  const { account, withoutIdentity } = kindOf(address);
  const repo = account(address);
  if (repo === undefined) return { identity: undefined };
  try {
    return { identity: await resolve(repo) };
  } catch (error) {
    if (isAbortError(error) || !withoutIdentity || !repo.startsWith('did:plc:')) throw error;
    return { identity: undefined, unresolved: error };
  }
}

/** The same, once what it depends on is there, as the lexicon that names its columns. Rejects with an AbortError. */
export async function openListing(
  address: Address,
  context: ListingContext,
  signal: AbortSignal,
): Promise<Listing | undefined> {
  const kind = kindOf(address);
  return kind.prepare ? await kind.prepare(address, context, signal) : kind.listing(address, context);
}
