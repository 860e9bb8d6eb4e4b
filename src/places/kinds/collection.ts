import { isNsid } from '@atcute/lexicons/syntax';
import type { Lens } from '../../lenses/lens.js';
import { collectionLens } from '../collection-lens.js';
import type { Listing } from '../listing.js';
import type { ListingContext, PlaceKind } from '../place-kind.js';
import { recordsListing } from '../records.js';
import type { CollectionAddress } from '../repo-addresses.js';
import { collectionPage } from '../web-pages.js';

declare module '../addresses.js' {
  interface Addresses {
    collection: CollectionAddress;
  }
}

/** The records of one collection of a repository. */
export const collection: PlaceKind<CollectionAddress> = {
  kind: 'collection',
  source: 'network',
  shows: 'list',
  parse: ([repo, nsid, ...more]) =>
    repo !== undefined && isNsid(nsid) && more.length === 0
      ? { ok: true, address: { kind: 'collection', repo, collection: nsid } }
      : undefined,
  format: (address) => uri(address),
  parent: ({ repo }) => ({ kind: 'repo', repo }),
  uri,
  webPage: ({ repo, collection: nsid }) => collectionPage(repo, nsid),
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: ({ collection: nsid }) => nsid,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ collection: nsid }) => [nsid],
  title: ({ collection: nsid }) => nsid,
  listing: (address, context) => listed(address, context),
  async prepare(address, context, signal) {
    const lens = await collectionLens(address.collection, context.client.lexicons);
    signal.throwIfAborted();
    return listed(address, context, lens);
  },
};

const listed = (
  address: CollectionAddress,
  { client, identity }: ListingContext,
  lens?: Lens,
): Listing | undefined =>
  identity &&
  recordsListing({
    address,
    // An account whose PDS may not be followed is refused on asking for it: let that be this listing's error.
    source: { list: async (...page) => client.repo(identity).list(...page) },
    did: identity.did,
    lens,
  });

function uri({ repo, collection: nsid }: CollectionAddress): string {
  return `at://${repo}/${nsid}`;
}
