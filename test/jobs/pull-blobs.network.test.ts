import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.js';
import { openArchive } from '../../src/archive/open-archive.js';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { Identity } from '../../src/atproto/identity/identity.js';
import { pull } from '../../src/jobs/pull.js';
import { type PulledBlobs, pullBlobs } from '../../src/jobs/pull-blobs.js';
import { Archives } from '../../src/keep/archives.js';
import { blobFolder } from '../../src/keep/blob-folder.js';
import { error, html, json, text } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type Author, type Blob, signUp } from '../network/author.js';
import { png } from '../network/png.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { plainArchive } from '../support/archive/plain-archive.js';
import { freshHandle } from '../support/session/session-fixtures.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const POSTS = 'app.bsky.feed.post';
const pictures = [png(101), png(102), png(103)];
let network: SeededNetwork;
let client: AtClient;
let author: Author;
let identity: Identity;
let blobs: readonly Blob[];

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  author = await signUp(network.pds, freshHandle('pictures'));
  blobs = await Promise.all(pictures.map((bytes) => author.upload(bytes, 'image/png')));
  const images = blobs.map((image) => ({ alt: '', image }));
  const value = { text: '', createdAt: '2026-01-01T00:00:00Z' };
  await author.write([
    { collection: POSTS, value: { ...value, embed: { $type: 'app.bsky.embed.images', images } } },
    { collection: 'app.bsky.actor.profile', rkey: 'self', value: { avatar: blobs[0] } },
  ]);
  identity = await client.resolve(author.did, { fresh: true });
});

afterAll(() => client?.close());

const cidOf = ({ ref }: Blob) => ref.$link;
const { signal } = new AbortController();

async function withArchive<T>(
  work: (archive: Archive, archives: Archives, folder: string) => Promise<T>,
): Promise<T> {
  const archives = new Archives(await temporaryFolder(), { copies: 2 });
  const { kept } = await pull({ client, archives, identity });
  const archive = await openArchive(kept.file);
  try {
    return await work(archive, archives, blobFolder(kept.file, true));
  } finally {
    archive.close();
  }
}

test('the blobs of an account come once, each in a file that is named by its hash', async () => {
  await withArchive(async (archive, archives, folder) => {
    const source = await client.blobs(identity);
    const steps: number[] = [];
    const input = { source, archive, folder, signal };
    const first = await pullBlobs({ ...input, onProgress: (done) => steps.push(done) });
    const bytes = pictures.reduce((sum, { length }) => sum + length, 0);
    expect(first).toEqual({ folder, count: 3, had: 0, received: 3, bytes, missing: [], odd: [] });
    expect(steps).toEqual([1, 2, 3]);
    expect(readdirSync(folder).toSorted()).toEqual(blobs.map(cidOf).toSorted());
    for (const [index, blob] of blobs.entries()) {
      expect(readFileSync(join(folder, cidOf(blob)))).toEqual(Buffer.from(pictures[index]!));
    }

    rmSync(join(folder, cidOf(blobs[1]!)));
    writeFileSync(join(folder, 'left-over.part'), 'x');
    expect(await pullBlobs(input)).toMatchObject({ had: 2, received: 1, bytes: pictures[1]!.length });
    expect(readdirSync(folder)).toHaveLength(3);

    // With the last copy they go.
    for (const copy of await archives.of(author.did)) await archives.remove(copy);
    expect(() => statSync(folder)).toThrow('ENOENT');
  });
});

test('a host that has not all of them, or others, or no list, keeps none of the rest away', async () => {
  await using host = await startService({
    'com.atproto.sync.listBlobs': error(501, 'MethodNotImplemented'),
    'com.atproto.sync.getBlob': ({ query }) => {
      const at = blobs.findIndex((blob) => cidOf(blob) === query.get('cid'));
      if (at === 0) return error(400, 'BlobNotFound', 'Blob not found');
      return text(Buffer.from(pictures[at === 1 ? 2 : at]!), { type: 'image/png' });
    },
  });
  await withArchive(async (archive) => {
    const folder = join(await temporaryFolder(), 'blobs');
    const source = await client.blobs(identity, new URL(host.origin));
    const pulled = await pullBlobs({ source, archive, folder, signal });
    expect(pulled).toMatchObject({ count: 3, had: 0, received: 1 });
    expect(new Map(pulled.missing.map(({ cid, message }) => [cid, message]))).toEqual(
      new Map([
        [cidOf(blobs[0]!), expect.stringMatching(/Blob not found/)],
        [cidOf(blobs[1]!), expect.stringMatching(/does not hash to/)],
      ]),
    );
    expect(readdirSync(folder)).toEqual([cidOf(blobs[2]!)]);
  });
});

/** A repository whose one record says of the first picture what is not so, and names another file. */
const odd = () =>
  plainArchive([
    { collection: POSTS, rkey: '1', value: { image: { ...blobs[0], size: 7 } } },
    { collection: POSTS, rkey: '2', value: { avatar: { cid: '../../escaped', mimeType: 'image/png' } } },
  ]);

test('a record that is wrong about a blob is told of, and what is no CID is asked of nobody', async () => {
  await using host = await startService({
    'com.atproto.sync.listBlobs': json({ cids: ['..', cidOf(blobs[0]!)] }),
    'com.atproto.sync.getBlob': text(Buffer.from(pictures[0]!), { type: 'image/png' }),
  });
  const folder = join(await temporaryFolder(), 'blobs');
  const source = await client.blobs(identity, new URL(host.origin));
  const pulled = await pullBlobs({ source, archive: await odd(), folder, signal });
  expect(pulled.odd).toEqual([
    {
      cid: cidOf(blobs[0]!),
      message: `It has ${pictures[0]!.length} bytes, and app.bsky.feed.post/1 says 7.`,
    },
  ]);
  expect(pulled.missing.map(({ cid }) => cid).toSorted()).toEqual(['..', '../../escaped']);
  expect(host.count('com.atproto.sync.getBlob')).toBe(1);
});

test('a host that is gone is not asked for each of them, and a stop leaves what came', async () => {
  const archive = await plainArchive(
    Array.from({ length: 60 }, (_, index) => ({
      collection: POSTS,
      rkey: `${index}`,
      value: { image: { ...blobs[0], ref: { $link: rawCid(index) } } },
    })),
  );
  const folder = join(await temporaryFolder(), 'blobs');
  await using silent = await startService({
    'com.atproto.sync.listBlobs': html(404),
    'com.atproto.sync.getBlob': ({ query }, response) => {
      if (query.get('cid') !== cidOf(blobs[0]!)) response.destroy();
      return text(Buffer.from(pictures[0]!));
    },
  });
  const source = await client.blobs(identity, new URL(silent.origin));
  await expect(pullBlobs({ source, archive, folder, signal })).rejects.toThrow(/127\.0\.0\.1/);
  // Three attempts each, and four at a time.
  expect(silent.count('com.atproto.sync.getBlob')).toBeLessThan(30);

  const stop = new AbortController();
  await withArchive(async (real) => {
    const own = await client.blobs(identity);
    /** The first one comes, and then it is stopped; the others never do. */
    const fetch: typeof own.fetch = (cid, into) =>
      cid === cidOf(blobs[0]!)
        ? own.fetch(cid, into).finally(() => setImmediate(() => stop.abort(new Error('stopped'))))
        : new Promise((_, reject) => {
            into.signal?.addEventListener('abort', () => reject(into.signal?.reason));
          });
    const stopped: Promise<PulledBlobs> = pullBlobs({
      source: { ...own, fetch },
      archive: real,
      folder,
      signal: stop.signal,
    });
    await expect(stopped).rejects.toThrow('stopped');
  });
  expect(readdirSync(folder)).toEqual([cidOf(blobs[0]!)]);
});

/** CIDs of nothing that anybody has. */
function rawCid(index: number): string {
  const known = 'bafkreiampns4rm7bp56sgz5dfdvxpnezo33oreawibzu7dpzzsiifdcirm';
  const digits = 'abcdefghijklmnopqrstuvwxyz234567';
  return `${known.slice(0, 20)}${digits[index >> 5]}${digits[index % 32]}${known.slice(22)}`;
}
