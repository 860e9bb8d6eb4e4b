import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import type { PlaceKind } from '../place-kind.js';
import { type CollectionAddress, type RecordAddress, recordUri } from '../repo-addresses.js';
import { recordPage } from '../web-pages.js';
import { collection } from './collection.js';

declare module '../addresses.js' {
  interface Addresses {
    record: RecordAddress;
  }
}

/** One record, beside the list of its collection. */
export const record: PlaceKind<RecordAddress> = {
  kind: 'record',
  source: 'network',
  shows: 'record',
  parse: ([repo, nsid, rkey, ...more]) =>
    repo !== undefined && isNsid(nsid) && isRecordKey(rkey) && more.length === 0
      ? { ok: true, address: { kind: 'record', repo, collection: nsid, rkey } }
      : undefined,
  format: recordUri,
  parent: collectionOf,
  uri: recordUri,
  webPage: recordPage,
  account: ({ repo }) => repo,
  withAccount: (address, repo) => ({ ...address, repo }),
  collection: ({ collection: nsid }) => nsid,
  record: (address) => address,
  listed: collectionOf,
  steps: ({ collection: nsid, rkey }) => [nsid, rkey],
  title: ({ collection: nsid }) => nsid,
  listing: (address, context) => collection.listing(collectionOf(address), context),
  prepare: async (address, context, signal) =>
    await collection.prepare?.(collectionOf(address), context, signal),
};

function collectionOf({ repo, collection: nsid }: RecordAddress): CollectionAddress {
  return { kind: 'collection', repo, collection: nsid };
}
