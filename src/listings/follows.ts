import type { Address } from '../atproto/address.js';
import type { AppView } from '../atproto/appview.js';
import type { RawItem } from '../atproto/raw-items.js';
import type { Listing } from './listing.js';
import { profilesListing } from './profiles-listing.js';

/** Whom an account follows, as the AppView knows it. */
export function followsListing({
  address,
  appview,
  did,
}: {
  address: Extract<Address, { kind: 'follows' }>;
  appview: Pick<AppView, 'getFollows'>;
  did: string;
}): Listing<RawItem> {
  return profilesListing(address, (cursor, options) => appview.getFollows(did, cursor, options));
}
