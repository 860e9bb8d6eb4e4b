import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../src/atproto/client.js';
import { signUp } from './author.js';
import { startNetwork, startPdsNetwork } from './network.js';
import { ESCAPES } from './seed-oddities.js';
import { type SeededNetwork, useSeededNetwork } from './seeded-network.js';

interface Page {
  readonly cursor?: string;
  readonly [list: string]: unknown;
}

/** All items of a paged answer, page after page. */
async function all<T>(
  service: string,
  nsid: string,
  parameters: Record<string, string>,
  list: string,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ ...parameters, limit: '100', ...(cursor && { cursor }) });
    const page = await get<Page>(service, `${nsid}?${query}`);
    items.push(...(page[list] as T[]));
    cursor = page.cursor;
  } while (cursor);
  return items;
}

async function get<T>(service: string, path: string): Promise<T> {
  const response = await fetch(`${service}/xrpc/${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

describe('the seeded network', () => {
  let network: SeededNetwork;

  beforeAll(async () => {
    network = await useSeededNetwork();
  });

  test('resolves the handle of alice', async () => {
    const answer = await get(network.appview, 'com.atproto.identity.resolveHandle?handle=alice.test');
    expect(answer).toEqual({ did: network.seed.alice.did });
  });

  test('counts in the profile what was written', async () => {
    const profile = await get(network.appview, 'app.bsky.actor.getProfile?actor=alice.test');
    expect(profile).toMatchObject({ displayName: 'Alice Liddell', followersCount: 130, followsCount: 60 });
  });

  test('lists followers, follows and likers, the newest first', async () => {
    const { seed, appview } = network;
    const handles = (accounts: readonly { handle: string }[]) => accounts.map(({ handle }) => handle);
    const actor = { actor: seed.alice.did };
    const followers = await all<{ handle: string }>(
      appview,
      'app.bsky.graph.getFollowers',
      actor,
      'followers',
    );
    expect(handles(followers)).toEqual(handles(seed.followers));
    const follows = await all<{ handle: string }>(appview, 'app.bsky.graph.getFollows', actor, 'follows');
    expect(handles(follows)).toEqual(handles(seed.follows));
    const likes = await all<{ actor: { handle: string } }>(
      appview,
      'app.bsky.feed.getLikes',
      { uri: seed.popular.uri },
      'likes',
    );
    expect(handles(likes.map(({ actor }) => actor))).toEqual(handles(seed.popular.likers));
  });

  test('holds the records of each collection', async () => {
    const { seed, pds } = network;
    const { collections } = await get<{ collections: string[] }>(
      pds,
      'com.atproto.repo.describeRepo?repo=alice.test',
    );
    expect(collections.toSorted()).toEqual(Object.keys(seed.counts).toSorted());
    for (const [collection, count] of Object.entries(seed.counts)) {
      const parameters = { repo: seed.alice.did, collection };
      expect(await all(pds, 'com.atproto.repo.listRecords', parameters, 'records'), collection).toHaveLength(
        count,
      );
    }
    expect(seed.counts).toMatchObject({
      'app.bsky.feed.post': 250,
      'app.bsky.feed.like': 120,
      'app.bsky.graph.follow': 60,
      'com.example.garden.plant': 25,
    });
  });

  test('lists posts in the order of their moments', async () => {
    const { seed, pds } = network;
    const parameters = { repo: seed.alice.did, collection: 'app.bsky.feed.post' };
    const records = await all<{ uri: string; cid: string }>(
      pds,
      'com.atproto.repo.listRecords',
      parameters,
      'records',
    );
    expect(records.map(({ uri, cid }) => ({ uri, cid }))).toEqual(seed.posts);
  });

  test('serves the images that posts refer to', async () => {
    const { seed, pds } = network;
    const { cids } = await get<{ cids: string[] }>(pds, `com.atproto.sync.listBlobs?did=${seed.alice.did}`);
    expect(cids.length).toBeGreaterThan(0);
    const blob = await fetch(`${pds}/xrpc/com.atproto.sync.getBlob?did=${seed.alice.did}&cid=${cids[0]}`);
    expect(
      Buffer.from(await blob.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test('keeps terminal escapes, size and depth of the odd records', async () => {
    const { seed, pds } = network;
    async function value(name: 'escapes' | 'large' | 'deep') {
      const [, , repo, collection, rkey] = seed.records[name].split('/');
      const query = `repo=${repo}&collection=${collection}&rkey=${rkey}`;
      return (await get<{ value: Record<string, unknown> }>(pds, `com.atproto.repo.getRecord?${query}`))
        .value;
    }
    expect((await value('escapes')).strings).toEqual(ESCAPES);
    expect(JSON.stringify(await value('large')).length).toBeGreaterThan(200_000);
    expect(JSON.stringify(await value('deep')).match(/[[{]/g)!.length).toBeGreaterThanOrEqual(50);
  });

  test('indexes what a test writes', async () => {
    const author = await signUp(network.pds, `new-${Date.now().toString(36)}.test`);
    await author.write([
      { collection: 'app.bsky.actor.profile', rkey: 'self', value: { displayName: 'Newcomer' } },
    ]);
    await network.processAll();
    const profile = await get(network.appview, `app.bsky.actor.getProfile?actor=${author.did}`);
    expect(profile).toMatchObject({ did: author.did, displayName: 'Newcomer' });
  });
});

describe('the account that moved', () => {
  test('lives at the second PDS, and the AppView knows it', async () => {
    const { appview, pds, secondPds, seed } = await useSeededNetwork();
    const { did } = seed.accounts.moved!;
    expect(await get(appview, `app.bsky.actor.getProfile?actor=${did}`)).toMatchObject({
      handle: 'moved.test',
      displayName: 'Newcomer',
      postsCount: 6,
    });
    const status = `com.atproto.sync.getRepoStatus?did=${did}`;
    expect(await get(secondPds, status)).toMatchObject({ active: true });
    expect(await get(pds, status)).toMatchObject({ active: false, status: 'deactivated' });
  });

  test('has a log that holds, with a theft that was undone', async () => {
    const network = await useSeededNetwork();
    const client = createClient(network);
    try {
      const log = await client.plcLog(network.seed.accounts.moved!.did);
      expect(log.problem).toBeUndefined();
      const undone = log.entries.map(({ nullifiedAt }) => nullifiedAt !== undefined);
      expect(undone).toEqual([false, false, false, true, true, false, false]);
    } finally {
      await client.close();
    }
  });
});

describe('networks of their own', () => {
  /** The database and keeper processes of a network carry its folder in their command lines. */
  const processes = () => execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' });

  test('run side by side, and leave nothing when they stop', async () => {
    const [one, two, small] = await Promise.all([startNetwork(), startNetwork(), startPdsNetwork()]);
    try {
      const author = await signUp(one.pds, 'only-one.test');
      await signUp(small.pds, 'only-one.test');
      await Promise.all([one.processAll(), two.processAll()]);
      expect(await get(one.appview, 'app.bsky.actor.getProfile?actor=only-one.test')).toMatchObject({
        did: author.did,
      });
      const elsewhere = await fetch(`${two.appview}/xrpc/app.bsky.actor.getProfile?actor=only-one.test`);
      expect(elsewhere.status).toBe(400);
      for (const { folder } of [one, two, small]) expect(processes()).toContain(folder);
    } finally {
      await Promise.all([one.stop(), two.stop(), small.stop()]);
    }
    await expect(fetch(one.pds)).rejects.toThrow();
    for (const { folder } of [one, two, small]) {
      expect(existsSync(folder)).toBe(false);
      expect(processes()).not.toContain(folder);
    }
  }, 600_000);
});
