import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { type Pulled, pull } from '../../src/jobs/pull.js';
import { Archives } from '../../src/keep/archives.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { buildRepo, carOf, commitBlock } from '../archive/build-repo.js';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { cutsAfter, type RepoHost, refuses, repoHost, sends } from '../support/repo/repo-host.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let network: SeededNetwork;
let client: AtClient;
let author: Author;
let host: RepoHost;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  author = await signUp(network.pds, freshHandle('pulled'));
  host = await repoHost(sends(''));
});

afterAll(async () => {
  await client?.close();
  await host?.close();
});

const POSTS = 'app.bsky.feed.post';
const post = (text: string) => ({ text, createdAt: '2026-01-01T00:00:00Z' });

async function take(archives: Archives, from?: URL, signal?: AbortSignal): Promise<Pulled> {
  const identity = await client.resolve(author.did, { fresh: true });
  return await pull({ client, archives, identity, from, signal });
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

test('a host that sends something else changes nothing, and is said in a sentence', async () => {
  const folder = await temporaryFolder();
  const archives = new Archives(folder, { copies: 2 });
  async function getRepo(did: string, since = ''): Promise<Buffer> {
    const url = `${network.pds}/xrpc/com.atproto.sync.getRepo?did=${did}&since=${since}`;
    return Buffer.from(await (await fetch(url)).arrayBuffer());
  }
  const whole = await getRepo(author.did);
  host.answer = sends(whole);
  const first = await take(archives, host.origin);
  expect(first.kept.note?.from).toBe(host.origin.host);
  const kept = (): readonly string[] => readdirSync(join(folder, readdirSync(folder)[0] ?? '')).toSorted();
  const before = kept();
  const bytes = readFileSync(first.kept.file);

  const damaged = Buffer.from(whole);
  damaged[whole.length - 1] = (damaged[whole.length - 1] ?? 0) ^ 1;
  // Sound, of this account, and signed with a key that is not its own.
  const forged = await buildRepo({ [`${POSTS}/a`]: { $type: POSTS, text: 'forged' } });
  const [root, ...below] = forged.nodes;
  if (root === undefined) throw new Error('A tree has a root.');
  const commit = await commitBlock(root.cid, { did: author.did, rev: first.rev });
  const records = forged.entries.map(({ record }) => record);
  const rows = [
    [sends(carOf(commit.cid, [commit, root, ...below, ...records])), /not kept.*not signed with the key/],
    [sends(await getRepo(network.seed.alice.did)), /not sound.* is of did:plc:\w+ and not of/],
    [sends(damaged), /not sound.*does not hash to its CID/],
    [sends('<!doctype html><p>Sign in', 'text/html'), /web page/],
    [cutsAfter(whole, whole.length - 10), /127\.0\.0\.1/],
    [refuses(400, 'RepoNotFound'), /no repository/],
  ] as const;
  for (const [answer, sentence] of rows) {
    host.answer = answer;
    const error = await take(archives, host.origin).catch((e: unknown) => e);
    expect(errorSentence(error)).toMatch(sentence);
    expect(kept()).toEqual(before);
    expect(readFileSync(first.kept.file).equals(bytes)).toBe(true);
  }

  const stop = new AbortController();
  host.answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
    response.write(whole.subarray(0, 5000), () => stop.abort(new Error('stopped')));
  };
  await expect(take(archives, host.origin, stop.signal)).rejects.toThrow();
  expect(kept()).toEqual(before);

  // What does not join, and what knows no `since`: all of it is asked for, and why is told.
  await author.write([{ collection: POSTS, value: post('since') }]);
  const now = await getRepo(author.did);
  const gap = (await getRepo(author.did, first.rev)).subarray(0, 200);
  for (const odd of [sends(gap), refuses(400, 'InvalidRequest', 'no since here')]) {
    const own = new Archives(await temporaryFolder(), { copies: 2 });
    host.answer = sends(whole);
    await take(own, host.origin);
    host.answer = (response, asked) => (asked.since === undefined ? sends(now) : odd)(response, asked);
    const anew = await take(own, host.origin);
    expect(anew).toMatchObject({ isNew: true, records: first.records + 1 });
    expect(anew.anew).toMatch(/does not join|no since here/);
  }
  // A host that lags behind does not take back what is here.
  const ahead = new Archives(await temporaryFolder(), { copies: 2 });
  await take(ahead);
  host.answer = sends(whole);
  await expect(take(ahead, host.origin)).rejects.toThrow('older repository');
});
