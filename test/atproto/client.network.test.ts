import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RawItem } from '../../src/atproto/calls/raw-items.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { RepoSource } from '../../src/atproto/repo-source.js';
import { signUp } from '../network/author.js';
import { ADMIN_PASSWORD } from '../network/network.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { freshHandle } from '../support/session/session-fixtures.js';

let network: SeededNetwork;
let client: AtClient;
let alice: RepoSource;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  alice = client.repo(await client.resolve(network.seed.alice.did));
});

afterAll(async () => {
  await client?.close();
});

const posts = 'app.bsky.feed.post';

async function uris(collection: string, options: { reverse?: boolean; limit?: number }): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await alice.list(collection, cursor, options);
    for (let index = 0; index < page.items.length; index++) {
      found.push((page.items.at(index)?.value() as { uri: string }).uri);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** What the service sends without any client of ours between. */
async function sentBy(service: string, path: string): Promise<string> {
  return await (await fetch(`${service}/xrpc/${path}`)).text();
}

describe("an account's repository at its PDS", () => {
  test('is described', async () => {
    const { collections } = await alice.describe();
    expect([...collections].sort()).toEqual(Object.keys(network.seed.counts).sort());
  });

  test('is listed page by page to its end, newest first or oldest first', async () => {
    const newestFirst = network.seed.posts.map(({ uri }) => uri);
    expect(await uris(posts, {})).toEqual(newestFirst);
    expect(await uris(posts, { reverse: true, limit: 30 })).toEqual(newestFirst.toReversed());
  });

  test('gives each record as the bytes that were sent', async () => {
    const query = new URLSearchParams({ repo: network.seed.alice.did, collection: posts, limit: '5' });
    const { items } = await alice.list(posts, undefined, { limit: 5 });
    const texts = [0, 1, 2, 3, 4].map((index) => items.at(index)!.text());
    expect(await sentBy(network.pds, `com.atproto.repo.listRecords?${query}`)).toContain(texts.join(','));
  });

  test.each(['escapes', 'large', 'deep', 'plant'] as const)('gives the odd record %s whole', async (name) => {
    const uri = network.seed.records[name];
    const [repo, collection, rkey] = uri.slice('at://'.length).split('/') as [string, string, string];
    const record: RawItem = await alice.get(collection, rkey);
    const query = new URLSearchParams({ repo, collection, rkey });
    expect(record.text()).toBe(await sentBy(network.pds, `com.atproto.repo.getRecord?${query}`));
    expect(record.value()).toMatchObject({ uri, value: { $type: collection } });
  });

  test('says which record it does not have', async () => {
    await expect(alice.get(posts, 'nothing-here')).rejects.toMatchObject({
      failure: 'status',
      status: 400,
      error: 'RecordNotFound',
      service: new URL(network.pds).host,
      nsid: 'com.atproto.repo.getRecord',
    });
  });

  test('is not there for an account that the PDS does not know', async () => {
    const stranger = {
      ...(await client.resolve(network.seed.alice.did)),
      did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa',
    };
    await expect(client.repo(stranger).describe()).rejects.toMatchObject({ failure: 'status', status: 400 });
  });

  test.each([
    ['deactivated', 'RepoDeactivated', { deactivated: { applied: true } }],
    ['taken down', 'RepoTakendown', { takedown: { applied: true, ref: '1' } }],
  ])('of an account that is %s is refused as %s', async (_state, error, change) => {
    const { did } = await signUp(network.pds, freshHandle('gone'));
    const answer = await fetch(`${network.pds}/xrpc/com.atproto.admin.updateSubjectStatus`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`,
      },
      body: JSON.stringify({ subject: { $type: 'com.atproto.admin.defs#repoRef', did }, ...change }),
    });
    expect(answer.status).toBe(200);
    const repo = client.repo(await client.resolve(did));
    await expect(repo.describe()).rejects.toMatchObject({ failure: 'status', status: 400, error });
  });
});

describe('the AppView', () => {
  test('knows a profile by handle and by DID', async () => {
    const { did, handle } = network.seed.alice;
    const profile = await client.appview.getProfile(handle);
    expect(profile).toMatchObject({ did, handle, followersCount: network.seed.followers.length });
    expect(await client.appview.getProfile(did)).toEqual(profile);
  });

  test('does not know everybody', async () => {
    await expect(client.appview.getProfile('nobody.test')).rejects.toMatchObject({
      failure: 'status',
      status: 400,
      error: 'InvalidRequest',
      message: expect.stringContaining('Profile not found'),
    });
  });

  test('is asked for any number of profiles, 25 at a time, and leaves out those that it does not know', async () => {
    const dids = network.seed.followers.slice(0, 60).map(({ did }) => did);
    const before = client.journal.entries().length;
    const profiles = await client.appview.getProfiles([...dids, 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa']);
    expect(profiles.map(({ did }) => did).sort()).toEqual([...dids].sort());
    expect(client.journal.entries().length - before).toBe(3);
    expect(await client.appview.getProfiles([])).toEqual([]);
  });

  test.each([
    ['followers', 'app.bsky.graph.getFollowers', (item: unknown) => (item as { did: string }).did],
    ['follows', 'app.bsky.graph.getFollows', (item: unknown) => (item as { did: string }).did],
  ] as const)('lists %s to the end', async (name, query, didOf) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.appview.page(query, name, { actor: network.seed.alice.did }, cursor);
      for (let index = 0; index < page.items.length; index++)
        found.push(didOf(page.items.at(index)?.value()));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(network.seed[name].map(({ did }) => did));
  });

  test('lists the likes of a post', async () => {
    const { uri, likers } = network.seed.popular;
    const first = await client.appview.getLikes(uri, undefined);
    const second = await client.appview.getLikes(uri, first.cursor);
    expect(first.items.length + second.items.length).toBe(likers.length);
    expect(first.items.at(0)?.value()).toMatchObject({
      actor: { did: likers[0]?.did },
      indexedAt: expect.any(String),
    });
  });
});

test('every call is in the journal, and what it says can be asked again', async () => {
  await alice.list(posts, undefined, { limit: 1, reverse: true });
  const entry = client.journal.entries().at(-1)!;
  expect(entry).toMatchObject({
    method: 'GET',
    nsid: 'com.atproto.repo.listRecords',
    status: 200,
    note: undefined,
  });
  expect(await (await fetch(entry.url)).text()).toBe(entry.body);
});
