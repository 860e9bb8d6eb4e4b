import type { BlobBytes } from '../../atproto/blob-source.js';
import type { AtClient } from '../../atproto/client.js';
import type { ArchiveServices } from '../archives/find-archive.js';
import { archivedBlob } from './archive-blob.js';
import { BLOB_MAX_BYTES } from './blob-listing.js';
import type { BlobPlace } from './blob-place.js';
import { noteChecked } from './checked-blobs.js';

/**
 * The bytes of a blob, held against its CID: from the server of its account, or from beside an archive. Rejects where they cannot be had,
 * or are others.
 */
export async function blobBytes(
  address: BlobPlace,
  {
    client,
    archives,
  }: {
    readonly client: Pick<AtClient, 'resolve' | 'blobs'>;
    readonly archives: ArchiveServices['archives'];
  },
  signal: AbortSignal,
): Promise<BlobBytes> {
  if (address.kind === 'archiveBlob') {
    const bytes = await archivedBlob(address, { client, archives }, signal);
    return { bytes, servedAs: undefined };
  }
  const identity = await client.resolve(address.repo, { signal });
  const blobs = await client.blobs(identity);
  const read = await blobs.bytes(address.cid, { maxBytes: BLOB_MAX_BYTES, signal });
  noteChecked(identity.did, address.cid);
  return read;
}
