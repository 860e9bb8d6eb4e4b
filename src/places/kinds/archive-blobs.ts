import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { blobsListing } from '../archives/blobs-listing.js';
import type { PlaceKind } from '../place-kind.js';

/** The blobs that the records of an archive refer to. */
export interface ArchiveBlobsAddress {
  readonly kind: 'archiveBlobs';
  readonly of: ArchiveName;
}

declare module '../addresses.js' {
  interface Addresses {
    archiveBlobs: ArchiveBlobsAddress;
  }
}

/** The blobs that the records of an archive refer to: `archive:alice.test/blobs`, `car:alice.car#blobs`. */
export const archiveBlobs: PlaceKind<ArchiveBlobsAddress> = placeOfArchive<ArchiveBlobsAddress>({
  kind: 'archiveBlobs',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    return reading.ok && reading.path.join('/') === 'blobs'
      ? { ok: true, address: { kind: 'archiveBlobs', of: reading.of } }
      : undefined;
  },
  format: ({ of }) => archivePathText({ of, path: ['blobs'] }),
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: () => ['blobs'],
  listing: (address, services) => blobsListing(address, services),
});
