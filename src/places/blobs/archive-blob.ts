import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobUses } from '../../archive/blob-uses.js';
import { blobDigest } from '../../atproto/blob-cid.js';
import { blobFolder } from '../../keep/blob-folder.js';
import { byteSize } from '../../text/byte-size.js';
import { SentenceError } from '../../text/sentence.js';
import type { Address } from '../addresses.js';
import type { ArchiveServices } from '../archives/find-archive.js';
import { openNamed, whileRead } from '../archives/open-archives.js';
import { type Fact, factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import { recordUri } from '../repo-addresses.js';
import { blobFacts, type KnownBlob } from './blob-facts.js';
import { BLOB_MAX_BYTES } from './blob-listing.js';
import type { UsedBlob } from './find-uses.js';

type ArchiveBlob = Extract<Address, { kind: 'archiveBlob' }>;

/** A blob beside an archive. */
export function archiveBlobListing(address: ArchiveBlob, services: ArchiveServices): Listing<Fact> {
  const { of, cid } = address;
  return factsListing({
    address,
    async load({ signal }) {
      const { archive } = await openNamed(of, services, signal);
      const { did } = archive;
      return await whileRead([archive], async () => {
        const use = (await blobUses(archive, signal)).find((one) => one.cid === cid);
        const used: UsedBlob | undefined = use && {
          ...use,
          records: use.rows.map((row) =>
            recordUri({ repo: did, collection: archive.collectionOf(row).name, rkey: archive.rkey(row) }),
          ),
        };
        const file: KnownBlob['file'] = await archivedBlob(address, services, signal).then(
          (bytes) => ({ bytes }),
          (error: unknown) => ({ error }),
        );
        return blobFacts({
          ...{ did, cid, file, used, isLooking: false },
          recordPlace(uri) {
            const [collection, rkey] = uri.split('/').slice(3);
            return collection === undefined || rkey === undefined
              ? undefined
              : { kind: 'archiveRecord', of, collection, rkey };
          },
        });
      });
    },
  });
}

/** The bytes of a blob beside an archive, held against its CID. Rejects with why they are not there, in words. */
export async function archivedBlob(
  { of, cid }: Pick<ArchiveBlob, 'of' | 'cid'>,
  services: ArchiveServices,
  signal: AbortSignal,
): Promise<Buffer> {
  const { file, kept } = await openNamed(of, services, signal);
  const path = join(blobFolder(file, kept !== undefined), cid);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new SentenceError('It is not on this machine: atscope pull --blobs brings it.');
  if (found.size > BLOB_MAX_BYTES) {
    throw new SentenceError(`It has ${byteSize(found.size)}, and is in ${path}.`);
  }
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== blobDigest(cid)) {
    throw new SentenceError(`What is in ${path} does not hash to its CID.`);
  }
  return bytes;
}
