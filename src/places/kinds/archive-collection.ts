import type { ArchiveCollectionAddress } from '../archive-address.js';
import { archiveRecordsListing } from '../archive-listings.js';
import { archivePlace } from '../archive-place.js';
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
});
