import type { AppView } from '../atproto/appview.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Address } from './address.js';
import type { Listing } from './listing.js';
import { profilesListing } from './profiles-listing.js';

/** Whom an account follows, as the AppView knows it. */
export function followsListing({
  address,
  appview,
  did,
  viewer,
}: {
  address: Extract<Address, { kind: 'follows' }>;
  appview: Pick<AppView, 'getFollows'>;
  did: string;
  /** DID of the account that is signed in. */
  viewer?: string | undefined;
}): Listing<RawItem> {
  return profilesListing(address, viewer, (cursor, options) => appview.getFollows(did, cursor, options));
}
