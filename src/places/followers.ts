import type { AppView } from '../atproto/appview.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Address } from './address.js';
import type { Listing } from './listing.js';
import { profilesListing } from './profiles-listing.js';

/** Who follows an account, as the AppView knows it. */
export function followersListing({
  address,
  appview,
  did,
  viewer,
}: {
  address: Extract<Address, { kind: 'followers' }>;
  appview: Pick<AppView, 'getFollowers'>;
  did: string;
  /** DID of the account that is signed in. */
  viewer?: string | undefined;
}): Listing<RawItem> {
  return profilesListing(address, viewer, (cursor, options) => appview.getFollowers(did, cursor, options));
}
