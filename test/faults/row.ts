import type { XrpcError } from '../../src/atproto/calls/xrpc-error.js';
import type { AtClient } from '../../src/atproto/client.js';
import { listingFor } from '../../src/places/listing-for.js';
import { Pager } from '../../src/places/pager.js';
import { alice, posts } from './house.js';
import type { Routes, ServiceOptions } from './service.js';

/** One way in which a service misbehaves, and what is to come of it: in the client, and on the screen. */
export interface FaultRow {
  /** Ends the sentence "when …". With the public report of it in brackets, where there is one. */
  readonly when: string;
  /** What the house (`house.ts`) answers otherwise than well. */
  readonly routes: Routes;
  readonly speaks?: ServiceOptions['speaks'];
  /** What the client is asked. */
  readonly ask: (client: AtClient) => Promise<unknown>;
  /** What it gives: a value, or an error and what is said of it. */
  readonly gives?: unknown;
  readonly fails?: Partial<XrpcError>;
  readonly says?: RegExp;
  /** By route: how often it was asked in all. */
  readonly asked?: Readonly<Record<string, number>>;
  /** Milliseconds for one attempt, where that is what is tried. */
  readonly timeoutMs?: number;
  /** The built program at an address: what its screen then says, all of it at the same time. */
  readonly screen?: { readonly opens: string; readonly shows: readonly RegExp[]; readonly never?: RegExp };
}

/** What rows ask for. */
export const asks = {
  page:
    (collection = posts) =>
    async (client: AtClient) =>
      valuesOf(await client.repo(await client.resolve(alice.did)).list(collection, undefined)),
  /** The keys of all rows, page after page. */
  rows:
    (collection = posts) =>
    async (client: AtClient): Promise<string[]> => {
      const identity = await client.resolve(alice.did);
      const listing = listingFor({ kind: 'collection', repo: alice.did, collection }, { client, identity });
      if (!listing) throw new Error('a collection is no listing');
      const pager = new Pager(listing);
      const keys: string[] = [];
      while (pager.status.kind !== 'ended') {
        const { rows } = await pager.next({ signal: new AbortController().signal });
        for (let index = 0; index < rows.length; index++) keys.push(listing.key(rows.at(index)));
      }
      return keys;
    },
  record: (rkey: string) => async (client: AtClient) =>
    (await client.repo(await client.resolve(alice.did)).get(posts, rkey)).value(),
  collections: async (client: AtClient) =>
    (await client.repo(await client.resolve(alice.did)).describe()).collections,
  identity: (client: AtClient) => client.resolve(alice.did),
  profile: (client: AtClient) => client.appview.getProfile(alice.did),
  profiles:
    (...dids: readonly string[]) =>
    (client: AtClient) =>
      client.appview.getProfiles(dids),
  followers: async (client: AtClient) => valuesOf(await client.appview.getFollowers(alice.did, undefined)),
};

interface Page {
  readonly items: {
    readonly length: number;
    at(index: number): { value(): unknown; text(): string } | undefined;
  };
}

const valuesOf = ({ items }: Page): unknown[] =>
  Array.from({ length: items.length }, (_, index) => items.at(index)?.value());
