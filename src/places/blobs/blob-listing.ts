import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { Address } from '../addresses.js';
import { type Fact, factRows, factsListing } from '../facts-listing.js';
import type { Listing } from '../listing.js';
import { blobFacts, type KnownBlob } from './blob-facts.js';
import { noteChecked } from './checked-blobs.js';
import { findUses } from './find-uses.js';

/** Bytes of a blob that is looked at: what is longer can be saved by `pull --blobs`. */
export const BLOB_MAX_BYTES = 100 * 1024 * 1024;

type Services = {
  readonly client: Pick<AtClient, 'blobs' | 'repo'>;
  readonly identity: Identity;
};

/** A blob as its server has it. Its bytes and what uses it come each by themselves. */
export function blobListing(
  address: Extract<Address, { kind: 'blob' }>,
  { client, identity }: Services,
): Listing<Fact> {
  const { did } = identity;
  const { cid, repo } = address;
  return factsListing({
    address,
    async load({ signal, onPart }) {
      const file = await fileOf(client, identity, cid, signal);
      const known: KnownBlob = {
        ...{ did, cid, file, used: undefined, isLooking: true },
        recordPlace: (uri) => recordPlace(uri, repo),
      };
      onPart?.(factRows(blobFacts(known)));
      try {
        const found = await findUses(client.repo(identity), identity, { signal });
        return blobFacts({ ...known, used: found.uses.get(cid), isLooking: false });
      } catch (error) {
        if (isAbortError(error) || signal.aborted) throw error;
        return blobFacts({ ...known, isLooking: false });
      }
    },
  });
}

async function fileOf(
  client: Services['client'],
  identity: Identity,
  cid: string,
  signal: AbortSignal,
): Promise<KnownBlob['file']> {
  try {
    const blobs = await client.blobs(identity);
    const file = await blobs.bytes(cid, { maxBytes: BLOB_MAX_BYTES, signal });
    noteChecked(identity.did, cid);
    return file;
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    return { error };
  }
}

/** The record of an at-URI, by the account as it was written. */
function recordPlace(uri: string, repo: string): Address | undefined {
  const { collection, rkey } = atUriParts(uri) ?? {};
  return collection === undefined || rkey === undefined
    ? undefined
    : { kind: 'record', repo, collection, rkey };
}
