import { expect, test } from 'vitest';
import type { Identity } from '../../src/atproto/identity/identity.js';
import type { Address } from '../../src/places/address.js';
import { listingFor } from '../../src/places/listing-for.js';
import { offlineClient } from '../support/offline-client.js';

const identity: Identity = {
  did: 'did:plc:alicealicealicealicealic',
  handle: 'alice.test',
  pds: 'http://127.0.0.1:1',
  signingKey: undefined,
  document: {},
  fetchedAt: 0,
  cached: false,
};

const refusal = new Error('its document names a private address');
const client = offlineClient({
  repo: () => {
    throw refusal;
  },
});

const repo = 'alice.test';
const collection = 'app.bsky.feed.post';

test.each<[Address, Address]>([
  [
    { kind: 'collection', repo, collection },
    { kind: 'collection', repo, collection },
  ],
  [
    { kind: 'record', repo, collection, rkey: '3k' },
    { kind: 'collection', repo, collection },
  ],
  [
    { kind: 'followers', repo },
    { kind: 'followers', repo },
  ],
  [
    { kind: 'follows', repo },
    { kind: 'follows', repo },
  ],
  [
    { kind: 'likes', repo, collection, rkey: '3k' },
    { kind: 'likes', repo, collection, rkey: '3k' },
  ],
  [
    { kind: 'mutes', repo },
    { kind: 'mutes', repo },
  ],
])('%j shows the listing at %j', (address, shown) => {
  expect(listingFor(address, { client, identity })?.address).toEqual(shown);
});

test('a repo lists nothing, and what no service has is not listed here', () => {
  expect(listingFor({ kind: 'history', repo }, { client, identity })).toBeUndefined();
  expect(listingFor({ kind: 'repo', repo }, { client, identity })).toBeUndefined();
});

test('an account that may not be followed fails where its records are loaded', async () => {
  const listing = listingFor({ kind: 'collection', repo, collection }, { client, identity });
  await expect(listing?.load(undefined, { signal: new AbortController().signal })).rejects.toBe(refusal);
});
