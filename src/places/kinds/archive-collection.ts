import type { ArchiveCollectionAddress } from '../archives/archive-address.js';
import { archiveRecordsListing, preparedRecordsListing } from '../archives/archive-listings.js';
import { archivePlace } from '../archives/archive-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveCollection: ArchiveCollectionAddress;
  }
}

/** The records of one collection of an archive. */
export const archiveCollection: PlaceKind<ArchiveCollectionAddress> = archivePlace<ArchiveCollectionAddress>({
  kind: 'archiveCollection',
  shows: 'list',
  listed: (address) => address,
  parent: ({ of }) => ({ kind: 'archive', of }),
  listing: archiveRecordsListing,
  prepare: preparedRecordsListing,
});
