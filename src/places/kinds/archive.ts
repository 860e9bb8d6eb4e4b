import type { ArchiveAddress } from '../archives/archive-address.js';
import { archiveListing } from '../archives/archive-listings.js';
import { archivePlace } from '../archives/archive-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archive: ArchiveAddress;
  }
}

/** A repository in a CAR file, or in a copy that is kept: the collections that it holds. */
export const archive: PlaceKind<ArchiveAddress> = archivePlace<ArchiveAddress>({
  kind: 'archive',
  shows: 'contents',
  listed: (address) => address,
  parent: ({ of }) => ('repo' in of ? { kind: 'archives' } : undefined),
  listing: archiveListing,
});
