import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { Names } from '../../src/lenses/names.js';
import { type Address, accountOf } from '../../src/places/address.js';
import type { Listing, ListRow } from '../../src/places/listing.js';
import { listingFor } from '../../src/places/listing-for.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';

let network: SeededNetwork;
let client: AtClient;
let handles: ReadonlyMap<string, string>;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient({ appview: network.appview, plc: network.plc });
  const { accounts, followers } = network.seed;
  handles = new Map([...Object.values(accounts), ...followers].map(({ did, handle }) => [did, handle]));
});

afterAll(() => client?.close());

const learnt: Names = (did) => handles.get(did);

async function listingAt(address: Address): Promise<Listing> {
  const identity = await client.resolve(accountOf(address) ?? '');
  const listing = listingFor(address, { client, identity });
  if (!listing) throw new Error(`nothing is listed at ${address.kind}`);
  return listing;
}

function recordsOf(collection: string): Promise<Listing> {
  return listingAt({ kind: 'collection', repo: 'alice.test', collection });
}

/** Every row, page behind page, as the list pane would read on. */
async function rowsOf(listing: Listing, order?: string): Promise<ListRow[]> {
  const { signal } = new AbortController();
  const rows: ListRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await listing.load(cursor, { signal, order });
    for (let index = 0; index < page.rows.length; index += 1) {
      rows.push(listing.row(page.rows.at(index)!, learnt));
    }
    if (page.cursor === undefined || page.rows.length === 0) return rows;
    cursor = page.cursor;
  }
}

test('every collection of a real account is a listing of full rows, each opening its record', async () => {
  for (const [collection, count] of Object.entries(network.seed.counts)) {
    const listing = await recordsOf(collection);
    const rows = await rowsOf(listing);
    expect(rows, collection).toHaveLength(count);
    for (const row of rows) {
      expect(row.cells).toHaveLength(listing.columns.length);
      expect(row.cells[1], row.uri).not.toBe('');
      expect(row.cells.join(''), row.uri).not.toMatch(/[\n\r\t]|undefined|\[object/);
      expect(row.opens).toEqual({ kind: 'record', repo: 'alice.test', collection, rkey: row.cells.at(-1) });
    }
  }
});

test('posts come newest first or oldest first, page behind page', async () => {
  const listing = await recordsOf('app.bsky.feed.post');
  const uris = network.seed.posts.map(({ uri }) => uri);
  expect((await rowsOf(listing)).map((row) => row.uri)).toEqual(uris);
  expect((await rowsOf(listing, 'oldest')).map((row) => row.uri)).toEqual(uris.toReversed());
});

test('posts show what hangs on them', async () => {
  const rows = await rowsOf(await recordsOf('app.bsky.feed.post'));
  const embeds = new Set(rows.map((row) => row.cells[2]));
  expect([...embeds]).toEqual(
    expect.arrayContaining(['', '▣ 1 image', '⇢ garden.example', expect.stringMatching(/^▣ \d images? ❝ @/)]),
  );
  expect(rows.some((row) => row.cells[1]?.startsWith('↳ '))).toBe(true);
  expect(rows.find((row) => row.cells[1]?.includes('A longer one'))?.cells[1]).toContain('paragraphs. ⏎ The');
});

test.each([
  'app.bsky.feed.like',
  'app.bsky.feed.repost',
  'app.bsky.graph.follow',
  'app.bsky.graph.block',
])('%s names accounts by their handles, once learnt', async (collection) => {
  const listing = await recordsOf(collection);
  for (const row of await rowsOf(listing)) {
    expect(row.cells[1]).toMatch(/^@[a-z0-9]+\.test( · post \w+)?$/);
    expect(row.did).not.toBe(network.seed.alice.did);
  }
  const { rows } = await listing.load(undefined, { signal: new AbortController().signal });
  const item = rows.at(0)!;
  expect(listing.dids(item)).toEqual([listing.row(item, learnt).did]);
});

test('records of a lexicon never seen are useful rows', async () => {
  const rows = await rowsOf(await recordsOf('com.example.garden.plant'));
  expect(rows.find((row) => row.cells.at(-1) === 'plant-01')?.cells[1]).toMatch(
    /^Basil · (?=.*heightCm: 7)(?=.*watered: false)(?=.*diary: @alice.test · post \w+)(?=.*tags: \[2\])/,
  );
});

test('a record opened by its own address reads as its row does', async () => {
  const { did } = network.seed.alice;
  const { uri, cid } = network.seed.posts[0]!;
  const rkey = uri.slice(uri.lastIndexOf('/') + 1);
  const address: Address = { kind: 'record', repo: did, collection: 'app.bsky.feed.post', rkey };
  const listing = await listingAt(address);
  const item = await client.repo(await client.resolve(did)).get('app.bsky.feed.post', rkey);
  expect(listing.row(item, learnt)).toMatchObject({ opens: address, uri, cid });
  expect(JSON.parse(listing.json(item))).toMatchObject({ $type: 'app.bsky.feed.post' });
});

test.each(['followers', 'follows'] as const)('%s are accounts that open by their handle', async (kind) => {
  const rows = await rowsOf(await listingAt({ kind, repo: 'alice.test' }));
  const expected = network.seed[kind];
  expect(rows.map((row) => row.did)).toEqual(expected.map(({ did }) => did));
  expect(rows.map((row) => row.opens)).toEqual(
    expected.map(({ handle }) => ({ kind: 'repo', repo: handle })),
  );
});

test('likes of a post are accounts with a time', async () => {
  const { uri, likers } = network.seed.popular;
  const rkey = uri.slice(uri.lastIndexOf('/') + 1);
  const rows = await rowsOf(
    await listingAt({ kind: 'likes', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey }),
  );
  expect(rows.map((row) => row.did)).toEqual(likers.map(({ did }) => did));
  for (const row of rows) expect(row.cells[0]).toMatch(/^(\d\d:\d\d|\d\d-\d\d|\d{4}-\d\d)$/);
});
