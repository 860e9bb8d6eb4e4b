import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../../src/atproto/client.js';
import { parseAddress } from '../../../src/places/address.js';
import type { Listing } from '../../../src/places/listing.js';
import { openListing } from '../../../src/places/listing-for.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../../network/signed-in.js';

const { signal } = new AbortController();

let network: SeededNetwork;
let client: AtClient;
let vera: SignedIn;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient({ appview: network.appview, plc: network.plc });
  vera = await signUpWithPassword(network.pds, `vera-${randomBytes(3).toString('hex')}.test`);
});

afterAll(() => client.close());

async function open(text: string): Promise<Listing> {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  const listing = await openListing(parsed.address, { client, identity: undefined }, signal);
  if (!listing) throw new Error('no listing');
  return listing;
}

async function rowsOf(text: string) {
  const listing = await open(text);
  const { rows, cursor } = await listing.load(undefined, { signal });
  const items = Array.from({ length: rows.length }, (_, index) => rows.at(index));
  return {
    listing,
    cursor,
    summary: rows.summary,
    json: items.map((item) => JSON.parse(listing.json(item))),
    opens: items.map((item) => listing.row(item, () => undefined).opens),
  };
}

const documentOf = async (text: string): Promise<unknown> =>
  JSON.parse((await (await open(text)).document?.({ signal })) ?? 'null');

const from = (service: string): string => `from ${new URL(service).host}`;

describe('the five calls that need no sign-in', () => {
  test('resolveHandle is a document, of the AppView', async () => {
    const { json, opens, summary } = await rowsOf(
      'xrpc:com.atproto.identity.resolveHandle?handle=alice.test',
    );
    const { did } = await client.resolve('alice.test');
    expect(json).toEqual([{ did }, did]);
    expect(opens).toEqual([undefined, { kind: 'repo', repo: did }]);
    expect(summary).toBe(from(network.appview));
  });

  test('describeRepo is a document, of the PDS of the repository', async () => {
    expect(await documentOf('xrpc:com.atproto.repo.describeRepo?repo=alice.test')).toMatchObject({
      handle: 'alice.test',
      collections: expect.arrayContaining(['app.bsky.feed.post']),
    });
  });

  test('listRecords pages, and its rows are the records', async () => {
    const posts = 'xrpc:com.atproto.repo.listRecords?repo=alice.test&collection=app.bsky.feed.post&limit=3';
    const { listing, cursor, json, opens, summary } = await rowsOf(posts);
    expect(json).toHaveLength(3);
    expect(json[0]).toMatchObject({ $type: 'app.bsky.feed.post' });
    expect(opens[0]).toMatchObject({ kind: 'record', collection: 'app.bsky.feed.post' });
    expect(summary).toBe(from(network.pds));
    const next = await listing.load(cursor, { signal });
    expect(listing.key(next.rows.at(0))).not.toBe(
      listing.key((await listing.load(undefined, { signal })).rows.at(2)),
    );
  });

  test('getLikes and getFollowers page, and their rows are accounts', async () => {
    const uri = network.seed.popular.uri;
    const likes = await rowsOf(`xrpc:app.bsky.feed.getLikes?uri=${uri}&limit=5`);
    const followers = await rowsOf('xrpc:app.bsky.graph.getFollowers?actor=alice.test&limit=5');
    for (const { opens, cursor, summary } of [likes, followers]) {
      expect(opens).toHaveLength(5);
      for (const opened of opens) expect(opened?.kind).toBe('repo');
      expect(cursor).toEqual(expect.any(String));
      expect(summary).toBe(from(network.appview));
    }
  });
});

describe('the two that need a sign-in', () => {
  const SESSION = 'xrpc:com.atproto.server.getSession';

  test('say so where nobody is signed in', async () => {
    await expect(rowsOf(SESSION)).rejects.toThrow(/asked of the PDS of who is signed in/);
    await expect(documentOf('xrpc:app.bsky.actor.getPreferences')).rejects.toMatchObject({
      name: 'XrpcError',
    });
    const created = await rowsOf('xrpc:com.atproto.server.createSession');
    expect(created.json[0]).toMatchObject({ mark: '✗' });
  });

  test('are asked of the own PDS, and the token goes nowhere else', async () => {
    await client.sessions.signIn({ identifier: vera.handle, password: vera.password, service: network.pds });
    expect(await documentOf(SESSION)).toMatchObject({ did: vera.did, handle: vera.handle });
    expect(await documentOf('xrpc:app.bsky.actor.getPreferences')).toEqual({
      preferences: expect.any(Array),
    });
    const atPds = await rowsOf(`${SESSION}@${network.pds}`);
    expect(atPds.json[0]).toMatchObject({ did: vera.did });
    expect(atPds.listing.curl?.()).toContain('Bearer ‹hidden›');
    await rowsOf(`xrpc:app.bsky.graph.getFollowers@${network.appview}?actor=alice.test`);
    await rowsOf('xrpc:app.bsky.graph.getFollowers@appview?actor=alice.test');
    await rowsOf('xrpc:com.atproto.repo.describeRepo?repo=alice.test');
    // A token for another service is shown to nobody.
    const auth = `xrpc:com.atproto.server.getServiceAuth?aud=did:web:a.test&lxm=app.bsky.feed.getTimeline`;
    expect(await documentOf(auth)).toEqual({ token: '‹hidden›' });
    const signed = client.journal.entries().filter(({ headers }) => 'authorization' in headers);
    expect(signed.length).toBeGreaterThan(2);
    expect(new Set(signed.map(({ url }) => new URL(url).origin))).toEqual(new Set([network.pds]));
    const there = client.journal.entries().filter(({ url }) => url.startsWith(network.appview));
    expect(there.filter(({ nsid }) => nsid === 'app.bsky.graph.getFollowers').length).toBeGreaterThan(2);
  });
});

test('what is no JSON is told by its kind and size', async () => {
  const { did } = await client.resolve('alice.test');
  expect(await documentOf(`xrpc:com.atproto.sync.getRepo?did=${did}`)).toEqual({
    encoding: 'application/vnd.ipld.car',
    bytes: expect.any(Number),
  });
});
