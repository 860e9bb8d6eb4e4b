import { askWithMirrors, type MirrorAsk } from './ask-mirrors.js';
import { type BlobSource, createBlobSource } from './blob-source.js';
import type { Transport } from './calls/transport.js';

interface MirroredBlobs extends Pick<MirrorAsk<unknown>, 'did' | 'mirrors' | 'book'> {
  readonly transport: Transport;
  /** Of the account's own PDS, which its DID document names. */
  readonly origin: URL;
}

/** The blobs of an account at its own PDS, and where that is gone at a mirror: what that has is held against its CID as well. */
export function createMirroredBlobs({ transport, did, origin, mirrors, book }: MirroredBlobs): BlobSource {
  const pds = createBlobSource(transport, { did, origin, policy: 'stranger' });
  async function ask<T>(what: (source: BlobSource) => Promise<T>): Promise<T> {
    return await askWithMirrors({
      ...{ did, mirrors, book },
      ofPds: () => what(pds),
      ofMirror: (mirror) => what(createBlobSource(transport, { did, origin: mirror, policy: 'configured' })),
    });
  }
  return {
    list: (cursor, options) => ask((source) => source.list(cursor, options)),
    fetch: (cid, into) => ask((source) => source.fetch(cid, into)),
    bytes: (cid, options) => ask((source) => source.bytes(cid, options)),
  };
}
