import type { ArchiveCollectionAddress, ArchiveRecordAddress } from '../archives/archive-address.js';
import { archiveRecordsListing, preparedRecordsListing } from '../archives/archive-listings.js';
import { archivePlace } from '../archives/archive-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveRecord: ArchiveRecordAddress;
  }
}

/** One record of an archive. */
export const archiveRecord: PlaceKind<ArchiveRecordAddress> = archivePlace<ArchiveRecordAddress>({
  kind: 'archiveRecord',
  shows: 'record',
  listed: collectionOf,
  parent: collectionOf,
  listing: (address, context) => archiveRecordsListing(collectionOf(address), context),
  prepare: (address, context, signal) => preparedRecordsListing(collectionOf(address), context, signal),
});

function collectionOf({ of, collection }: ArchiveRecordAddress): ArchiveCollectionAddress {
  return { kind: 'archiveCollection', of, collection };
}
