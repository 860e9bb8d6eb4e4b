import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { RepoSource } from '../../src/atproto/repo-source.js';
import { type Pulled, pull } from '../../src/jobs/pull.js';
import { Archives } from '../../src/keep/archives.js';
import { archiveSource } from '../../src/places/archives/archive-source.js';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { isFull } from '../support/full.js';
import { randomFrom } from '../support/random.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const WRITES = isFull ? 500 : 40;

let network: SeededNetwork;
let client: AtClient;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
});

afterAll(() => client?.close());

async function take(did: string, archives: Archives): Promise<Pulled> {
  const identity = await client.resolve(did, { fresh: true });
  return await pull({ client, archives, identity });
}

interface Listed {
  readonly uri: string;
  readonly cid: string;
  readonly value: unknown;
}

/** All records of a source, of all collections that it names, oldest first. */
async function allOf(source: Pick<RepoSource, 'describe' | 'list'>): Promise<readonly Listed[]> {
  const { collections } = await source.describe();
  const found: Listed[] = [];
  for (const collection of collections.toSorted()) {
    let cursor: string | undefined;
    do {
      const page = await source.list(collection, cursor, { reverse: true });
      for (let index = 0; index < page.items.length; index++) {
        found.push(page.items.at(index)?.value() as Listed);
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return found;
}

/** The copy that was pulled has every record that the PDS lists, and no other: its CID, and its JSON. */
async function expectTruth(did: string, { kept }: Pulled): Promise<number> {
  const archive = await openArchive(kept.file, { did });
  try {
    expect(archive.problems).toEqual([]);
    const live = await allOf(client.repo(await client.resolve(did)));
    expect(await allOf(archiveSource(archive))).toEqual(live);
    expect(archive.records).toBe(live.length);
    return live.length;
  } finally {
    archive.close();
  }
}

test('the archive of every account of the network is what its PDS lists, record by record', async () => {
  const { alice, accounts, followers, follows, blocked } = network.seed;
  const all = [alice, ...Object.values(accounts), ...followers, ...follows, blocked];
  const dids = [...new Set(all.map(({ did }) => did))];
  expect(dids.length).toBeGreaterThan(130);
  const archives = new Archives(await temporaryFolder(), { copies: 2 });
  let records = 0;
  for (const did of dids) {
    const pulled = await take(did, archives);
    expect(pulled).toMatchObject({ isNew: true, key: { status: 'current' }, verdict: 'signed' });
    records += await expectTruth(did, pulled);
  }
  expect(records).toBeGreaterThan(500);
  expect(await archives.list()).toHaveLength(dids.length);
});

const COLLECTIONS = ['com.example.b', 'com.example.note', 'com.example.a'];
const RKEYS = 60;

/** Creates, changes and deletes records as one with many apps does. */
async function writeAtRandom(author: Author, keys: Set<string>, seed: number): Promise<void> {
  const random = randomFrom(seed);
  for (let index = 0; index < WRITES; index++) {
    const collection = random.pick(COLLECTIONS);
    const rkey = `k${random.below(RKEYS)}`;
    const path = `${collection}/${rkey}`;
    // Now and then one is the same as another.
    const value = { text: `text ${random.below(30)}`, createdAt: '2026-01-01T00:00:00Z' };
    if (keys.has(path) && random.below(2) === 0) {
      await author.delete(collection, rkey);
      keys.delete(path);
    } else {
      await author.put({ collection, rkey, value });
      keys.add(path);
    }
  }
}

test(`after ${WRITES} random writes what came since is joined to the same truth, byte for byte as a fresh pull has it`, async () => {
  const author = await signUp(network.pds, freshHandle('pulled'));
  const archives = new Archives(await temporaryFolder(), { copies: 2 });
  const posts = Array.from({ length: 150 }, (_, index) => ({
    collection: 'app.bsky.feed.post',
    value: { text: `post ${index}`, createdAt: '2026-01-01T00:00:00Z' },
  }));
  await author.write(posts);
  let last = await take(author.did, archives);
  expect(await expectTruth(author.did, last)).toBe(150);
  expect(last.kept.note).toMatchObject({ verdict: 'signed', records: 150, from: new URL(network.pds).host });

  const same = await take(author.did, archives);
  expect(same).toMatchObject({ isNew: false, kept: { file: last.kept.file } });
  expect(same.received).toBeLessThan(100);

  const keys = new Set<string>();
  for (const seed of [1, 2]) {
    await writeAtRandom(author, keys, seed);
    const next = await take(author.did, archives);
    expect(next).toMatchObject({ isNew: true, anew: undefined, records: 150 + keys.size });
    await expectTruth(author.did, next);
    expect((await archives.of(author.did)).map(({ file }) => file)).toEqual([next.kept.file, last.kept.file]);
    const fresh = await take(author.did, new Archives(await temporaryFolder(), { copies: 2 }));
    expect(fresh.received).toBeGreaterThan(next.received);
    expect(readFileSync(next.kept.file).equals(readFileSync(fresh.kept.file))).toBe(true);
    last = next;
  }
});
