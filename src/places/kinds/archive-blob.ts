import { isBlobCid } from '../../atproto/blob-cid.js';
import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import type { PlaceKind } from '../place-kind.js';

/** One blob that records of an archive refer to. */
export interface ArchiveBlobAddress {
  readonly kind: 'archiveBlob';
  readonly of: ArchiveName;
  readonly cid: string;
}

declare module '../addresses.js' {
  interface Addresses {
    archiveBlob: ArchiveBlobAddress;
  }
}

/** A blob as `pull --blobs` has brought it: `archive:alice.test/blobs/bafkrei…`. Nobody is asked. */
export const archiveBlob: PlaceKind<ArchiveBlobAddress> = placeOfArchive<ArchiveBlobAddress>({
  kind: 'archiveBlob',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    if (!reading.ok) return undefined;
    const [word, cid, ...more] = reading.path;
    if (word !== 'blobs' || cid === undefined || more.length > 0 || !isBlobCid(cid)) return undefined;
    return { ok: true, address: { kind: 'archiveBlob', of: reading.of, cid } };
  },
  format: ({ of, cid }) => archivePathText({ of, path: ['blobs', cid] }),
  parent: ({ of }) => ({ kind: 'archiveBlobs', of }),
  names: ({ cid }) => ['blobs', cid],
  listing: () => undefined,
  async prepare(address, services) {
    const { archiveBlobListing } = await import('../blobs/open-blobs.js');
    return archiveBlobListing(address, services);
  },
});
