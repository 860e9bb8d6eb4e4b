import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { type Pulled, pull } from '../../src/jobs/pull.js';
import { Archives } from '../../src/keep/archives.js';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let network: SeededNetwork;
let client: AtClient;
let author: Author;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  author = await signUp(network.pds, freshHandle('pulled'));
});

afterAll(async () => {
  await client?.close();
});

const POSTS = 'app.bsky.feed.post';
const post = (text: string) => ({ text, createdAt: '2026-01-01T00:00:00Z' });

async function take(archives: Archives): Promise<Pulled> {
  const identity = await client.resolve(author.did, { fresh: true });
  return await pull({ client, archives, identity });
}

/** The URI and CID of all records, as the PDS lists them. */
async function listed(): Promise<readonly string[]> {
  const source = client.repo(await client.resolve(author.did));
  const found: string[] = [];
  for (const collection of [POSTS, 'app.bsky.feed.like']) {
    let cursor: string | undefined;
    do {
      const page = await source.list(collection, cursor, {});
      for (let index = 0; index < page.items.length; index++) {
        const { uri, cid } = page.items.at(index)?.value() as { uri: string; cid: string };
        found.push(`${uri} ${cid}`);
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return found.toSorted();
}

async function archived(file: string): Promise<readonly string[]> {
  const archive = await openArchive(file, { did: author.did, records: true });
  try {
    expect(archive.problems).toEqual([]);
    return Array.from(
      { length: archive.records },
      (_, row) =>
        `at://${archive.did}/${archive.collectionOf(row).name}/${archive.rkey(row)} ${archive.cid(row)}`,
    ).toSorted();
  } finally {
    archive.close();
  }
}

test('what was pulled once and again is what the PDS lists, and byte for byte what a fresh pull has', async () => {
  await author.write(
    Array.from({ length: 150 }, (_, index) => ({ collection: POSTS, value: post(`post ${index}`) })),
  );
  const archives = new Archives(await temporaryFolder(), { copies: 2 });
  const first = await take(archives);
  expect(first).toMatchObject({ isNew: true, records: 150, anew: undefined, key: { status: 'current' } });
  expect(first.kept.note).toMatchObject({ verdict: 'signed', records: 150, from: new URL(network.pds).host });
  expect(await archived(first.kept.file)).toEqual(await listed());

  const same = await take(archives);
  expect(same).toMatchObject({ isNew: false, kept: { file: first.kept.file } });
  expect(same.received).toBeLessThan(100);
  expect(await archives.of(author.did)).toHaveLength(1);

  const keys = (await listed()).slice(0, 60).map((line) => line.split(' ')[0]?.split('/').at(-1) ?? '');
  for (const rkey of keys.slice(0, 5)) await author.delete(POSTS, rkey);
  for (const rkey of keys.slice(5, 8)) await author.put({ collection: POSTS, rkey, value: post('anew') });
  const [subject] = await author.write([{ collection: POSTS, value: post('last') }]);
  await author.write([
    { collection: 'app.bsky.feed.like', value: { subject, createdAt: '2026-01-01T00:00:00Z' } },
  ]);
  const next = await take(archives);
  expect(next).toMatchObject({ isNew: true, records: 147, anew: undefined });
  expect(next.received).toBeLessThan(first.received / 2);
  expect(await archived(next.kept.file)).toEqual(await listed());
  expect((await archives.of(author.did)).map(({ file }) => file)).toEqual([next.kept.file, first.kept.file]);

  const fresh = await take(new Archives(await temporaryFolder(), { copies: 2 }));
  expect(fresh.received).toBeGreaterThan(next.received);
  expect(readFileSync(next.kept.file).equals(readFileSync(fresh.kept.file))).toBe(true);
});
