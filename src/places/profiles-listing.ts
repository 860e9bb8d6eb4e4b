import type { RawPage } from '../atproto/appview.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import type { Address } from './address.js';
import type { Listing } from './listing.js';
import { profileCells, profileColumns, profileKey, profileRow } from './profile-row.js';

/** A listing whose items are `app.bsky.actor.defs#profileView`. `viewer` is the DID of the account that is signed in. */
export function profilesListing(
  address: Address,
  viewer: string | undefined,
  page: (cursor: string | undefined, options: { signal: AbortSignal }) => Promise<RawPage>,
): Listing<RawItem> {
  return {
    address,
    columns: profileColumns(viewer),
    reversible: false,
    async load(cursor, { signal }) {
      const { items, cursor: next } = await page(cursor, { signal });
      return { rows: items, cursor: next };
    },
    row(item) {
      const profile = item.value();
      return profileRow(profile, profileCells(profile, viewer));
    },
    key: (item) => profileKey(item.value()),
    dids: () => [],
    json: (item) => item.text(),
  };
}
