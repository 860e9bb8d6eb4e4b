import { isBlobCid } from '../../atproto/blob-cid.js';
import type { PlaceKind } from '../place-kind.js';
import { profilePage } from '../web-pages.js';

/** One blob of an account. */
export interface BlobAddress {
  readonly kind: 'blob';
  /** A handle or a DID. */
  readonly repo: string;
  readonly cid: string;
}

declare module '../addresses.js' {
  interface Addresses {
    blob: BlobAddress;
  }
}

/** A blob of an account as its server has it: its bytes held against its CID, what they are, and what uses them. */
export const blob: PlaceKind<BlobAddress> = {
  kind: 'blob',
  source: 'network',
  shows: 'list',
  parse([repo, word, cid, ...more]) {
    if (repo === undefined || word !== 'blobs' || cid === undefined || more.length > 0) return undefined;
    return isBlobCid(cid)
      ? { ok: true, address: { kind: 'blob', repo, cid } }
      : { ok: false, reason: 'Behind /blobs/ stands the CID of a blob: alice.test/blobs/bafkrei…' };
  },
  format: ({ repo, cid }) => `${repo}/blobs/${cid}`,
  parent: ({ repo }) => ({ kind: 'blobs', repo }),
  uri: ({ repo }) => `at://${repo}`,
  webPage: ({ repo }, account) => profilePage(account ?? repo),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ cid }) => ['blobs', cid],
  title: (_address, owner) => `blob of ${owner}`,
  listing: () => undefined,
  async prepare(address, { client, identity }) {
    if (identity === undefined) return undefined;
    const { blobListing } = await import('../blobs/open-blobs.js');
    return blobListing(address, { client, identity });
  },
};
