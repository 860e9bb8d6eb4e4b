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

/** The same, once what it depends on is there, as the lexicon that names its columns. Rejects with an AbortError. */
export async function openListing(
  address: Address,
  context: ListingContext,
  signal: AbortSignal,
): Promise<Listing | undefined> {
  const kind = kindOf(address);
  return kind.prepare ? await kind.prepare(address, context, signal) : kind.listing(address, context);
}
