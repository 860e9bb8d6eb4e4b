import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address } from '../../src/atproto/address.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { RawItem } from '../../src/atproto/raw-items.js';
import type { Listing } from '../../src/listings/listing.js';
import { listingFor } from '../../src/listings/listing-for.js';
import { type LocalNetwork, startNetwork } from '../network/network.js';

interface Account {
  readonly did: string;
  readonly accessJwt: string;
}

let network: LocalNetwork;
let client: AtClient;
let alice: Account;
let bob: Account;

const createdAt = new Date().toISOString();

async function call<T>(nsid: string, input: unknown, account?: Account): Promise<T> {
  const answer = await fetch(`${network.pds}/xrpc/${nsid}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(account && { authorization: `Bearer ${account.accessJwt}` }),
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${nsid}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function join(name: string): Promise<Account> {
  const account = { handle: `${name}.test`, email: `${name}@example.com`, password: 'listing-password' };
  return call<Account>('com.atproto.server.createAccount', account);
}

function write(
  account: Account,
  collection: string,
  record: object,
  rkey?: string,
): Promise<{ uri: string; cid: string }> {
  const input = { repo: account.did, collection, rkey, record: { $type: collection, createdAt, ...record } };
  return call('com.atproto.repo.createRecord', input, account);
}

async function listingAt(address: Address): Promise<Listing<RawItem>> {
  const identity = await client.resolve(address.repo);
  const listing = listingFor(address, { client, identity });
  if (!listing) throw new Error(`nothing is listed at ${address.kind}`);
  return listing;
}

/** Every row, page behind page, as the list pane would read on. */
async function rowsOf(listing: Listing<RawItem>, reverse = false) {
  const { signal } = new AbortController();
  const rows = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await listing.load(cursor, { signal, reverse });
    for (let index = 0; index < page.rows.length; index += 1) {
      rows.push(listing.row(page.rows.at(index)!, (did) => (did === bob.did ? 'bob.test' : undefined)));
    }
    if (page.cursor === undefined || page.rows.length === 0) return rows;
    cursor = page.cursor;
  }
}

let post: { uri: string; cid: string };

beforeAll(async () => {
  network = await startNetwork();
  client = createClient({ appview: network.appview, plc: network.plc });
  alice = await join('alice');
  bob = await join('bob');
  await write(bob, 'app.bsky.actor.profile', { displayName: 'Bob 🦀', description: 'one\ntwo' }, 'self');
  post = await write(alice, 'app.bsky.feed.post', { text: 'hello\nworld', langs: ['en'] });
  await write(alice, 'app.bsky.feed.post', { text: 'again', reply: { root: post, parent: post } });
  for (let writes: object[] = [], number = 1; number <= 148; number += 1) {
    const value = { $type: 'app.bsky.feed.post', text: `post ${number}`, createdAt };
    writes.push({ $type: 'com.atproto.repo.applyWrites#create', collection: 'app.bsky.feed.post', value });
    if (writes.length === 74) {
      await call('com.atproto.repo.applyWrites', { repo: alice.did, writes }, alice);
      writes = [];
    }
  }
  await write(alice, 'app.bsky.graph.follow', { subject: bob.did });
  await write(alice, 'com.example.never.seen', {
    title: 'Strange',
    big: 12,
    tags: ['a', 'b'],
    validate: false,
  });
  await write(bob, 'app.bsky.graph.follow', { subject: alice.did });
  await write(bob, 'app.bsky.feed.like', { subject: post });
  await network.processAll();
});

afterAll(async () => {
  await client?.close();
  await network?.stop();
});

test('posts come page behind page, newest first or oldest first, and open under the handle', async () => {
  const listing = await listingAt({
    kind: 'collection',
    repo: 'alice.test',
    collection: 'app.bsky.feed.post',
  });
  const rows = await rowsOf(listing);
  expect(rows).toHaveLength(150);
  expect(new Set(rows.map((row) => row.key)).size).toBe(150);
  expect(rows.at(-1)).toMatchObject({ uri: post.uri, cid: post.cid, did: alice.did });
  expect(rows.at(-1)?.cells.slice(1)).toEqual([expect.stringMatching(/^20.*\d$/), 'hello ⏎ world', '', 'en']);
  expect(rows.at(-2)?.cells[2]).toBe('↳ again');
  expect(rows[0]?.opens).toMatchObject({ kind: 'record', repo: 'alice.test', rkey: rows[0]?.cells[0] });
  expect((await rowsOf(listing, true)).map((row) => row.key)).toEqual(rows.map((row) => row.key).reverse());
});

test('a record opened by its own address reads as its row does', async () => {
  const rkey = post.uri.slice(post.uri.lastIndexOf('/') + 1);
  const address: Address = { kind: 'record', repo: alice.did, collection: 'app.bsky.feed.post', rkey };
  const listing = await listingAt(address);
  const item = await client.repo(await client.resolve(alice.did)).get('app.bsky.feed.post', rkey);
  expect(listing.row(item, () => undefined)).toMatchObject({ opens: address, uri: post.uri, cid: post.cid });
  expect(JSON.parse(listing.json(item))).toMatchObject({ text: 'hello\nworld' });
});

test('a follow speaks of the account followed', async () => {
  const rows = await rowsOf(
    await listingAt({ kind: 'collection', repo: 'alice.test', collection: 'app.bsky.graph.follow' }),
  );
  expect(rows.map((row) => [row.did, row.cells[2]])).toEqual([[bob.did, '@bob.test']]);
});

test('a record of a lexicon never seen is a useful row', async () => {
  const rows = await rowsOf(
    await listingAt({ kind: 'collection', repo: 'alice.test', collection: 'com.example.never.seen' }),
  );
  expect(rows.map((row) => row.cells[2])).toEqual([
    expect.stringMatching(/^Strange · (?=.*big: 12)(?=.*tags: \[2\])/),
  ]);
});

test.each(['followers', 'follows'] as const)('%s are accounts that open by their handle', async (kind) => {
  const rows = await rowsOf(await listingAt({ kind, repo: 'alice.test' }));
  expect(rows).toEqual([
    expect.objectContaining({
      did: bob.did,
      uri: `at://${bob.did}`,
      opens: { kind: 'repo', repo: 'bob.test' },
    }),
  ]);
  expect(rows[0]?.cells).toEqual(['Bob 🦀', '@bob.test', 'one ⏎ two', '', bob.did]);
});

test('likes of a post are accounts with a time', async () => {
  const rkey = post.uri.slice(post.uri.lastIndexOf('/') + 1);
  const rows = await rowsOf(
    await listingAt({ kind: 'likes', repo: 'alice.test', collection: 'app.bsky.feed.post', rkey }),
  );
  expect(rows.map((row) => row.did)).toEqual([bob.did]);
  expect(rows[0]?.cells.slice(0, 3)).toEqual([expect.stringMatching(/^20.*\d$/), 'Bob 🦀', '@bob.test']);
});
