import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RawItem } from '../../src/atproto/calls/raw-items.js';
import { Archives } from '../../src/keep/archives.js';
import { formatAddress, parseAddress } from '../../src/places/address.js';
import { readArgument } from '../../src/places/address-argument.js';
import { copyText } from '../../src/places/archives/archive-label.js';
import {
  archivedRecord,
  archiveListing,
  archiveRecordsListing,
} from '../../src/places/archives/archive-listings.js';
import { findArchive } from '../../src/places/archives/find-archive.js';
import { openCar } from '../../src/places/archives/open-archives.js';
import type { Listing } from '../../src/places/listing.js';
import { recordJson } from '../../src/places/records.js';
import { buildRepo, carOf, DID } from '../archive/build-repo.js';
import { scratchFolder } from '../support/scratch-folder.js';

const folder = scratchFolder();
const { signal } = new AbortController();
const POSTS = 'app.bsky.feed.post';
/** Nobody can be asked, and nothing is kept. */
const nobody = { client: { resolve: () => Promise.reject(new Error('offline')) } };

async function madeCar(name: string, posts: number, lost = 0): Promise<string> {
  const records = Array.from({ length: posts }, (_, at) => [`${POSTS}/3k2222222222${'234567'[at]}`, { at }]);
  const profile = ['app.bsky.actor.profile/self', { displayName: 'Alice' }];
  const { blocks, commit } = await buildRepo(Object.fromEntries([profile, ...records]));
  const file = join(folder, name);
  writeFileSync(file, carOf(commit.cid, blocks.slice(0, blocks.length - lost)));
  return file;
}

async function rowsOf<Item>(listing: Listing<Item>, cursor?: string, limit?: number) {
  const page = await listing.load(cursor, { signal, limit });
  const items = Array.from({ length: page.rows.length }, (_, at) => page.rows.at(at) as Item);
  return { items, summary: page.rows.summary, note: page.rows.note, cursor: page.cursor };
}

const told = (items: readonly RawItem[]) => items.map((item) => JSON.parse(recordJson(item)).at);

test('a CAR file lists its collections with their counts, and says which file it is', async () => {
  const file = await madeCar('whole #1%.car', 3);
  const listing = archiveListing({ kind: 'archive', of: { file } }, nobody);
  const { items, summary, note } = await rowsOf(listing);
  expect(items).toEqual([
    { collection: 'app.bsky.actor.profile', records: 1 },
    { collection: POSTS, records: 3 },
  ]);
  expect(summary).toBe('whole #1%.car');
  expect(note).toBeUndefined();
  expect(listing.row(items[1]!, () => undefined).opens).toEqual({
    kind: 'archiveCollection',
    of: { file },
    collection: POSTS,
  });
});

test('a CAR file is told as one thing, too: what its commit says and what is wrong', async () => {
  const file = await madeCar('told.car', 2, 1);
  const listing = archiveListing({ kind: 'archive', of: { file } }, nobody);
  const json = JSON.parse((await listing.document?.({ signal })) ?? '');
  expect(json).toMatchObject({ did: DID, rev: '3lws4nqc22222', records: 2, problems: 1, file });
  expect(json.commit).toMatch(/^bafyrei/);
  expect(json).not.toHaveProperty('verdict');
});

test('its records are those of an account, page by page', async () => {
  const file = await madeCar('pages.car', 3);
  const listing = archiveRecordsListing(
    { kind: 'archiveCollection', of: { file }, collection: POSTS },
    nobody,
  );
  const first = await rowsOf(listing, undefined, 2);
  expect(told(first.items)).toEqual([2, 1]);
  expect(told((await rowsOf(listing, first.cursor, 2)).items)).toEqual([0]);
  const row = listing.row(first.items[0]!, () => undefined);
  expect(row).toMatchObject({
    uri: `at://${DID}/${POSTS}/3k22222222224`,
    did: DID,
    opens: { kind: 'archiveRecord', of: { file }, collection: POSTS, rkey: '3k22222222224' },
  });
  const address = {
    kind: 'archiveRecord',
    of: { file },
    collection: POSTS,
    rkey: '3k22222222223',
  } as const;
  expect(told([await archivedRecord(address, nobody, signal)])).toEqual([1]);
  await expect(archivedRecord({ ...address, rkey: 'none' }, nobody, signal)).rejects.toThrow(
    'There is no record',
  );
});

test('what is wrong with it is counted, and the rest is there', async () => {
  const file = await madeCar('odd.car', 3, 1);
  const { items, summary, note } = await rowsOf(archiveListing({ kind: 'archive', of: { file } }, nobody));
  expect(items).toHaveLength(2);
  expect(summary).toBe('odd.car · 1 problem');
  expect(note).toContain('1 problem');
});

test('a file that was changed is read anew, and no page of it goes behind one of the old', async () => {
  const file = await madeCar('changed.car', 3);
  const listing = archiveRecordsListing(
    { kind: 'archiveCollection', of: { file }, collection: POSTS },
    nobody,
  );
  const { cursor } = await rowsOf(listing, undefined, 1);
  await madeCar('changed.car', 5);
  await expect(rowsOf(listing, cursor, 1)).rejects.toThrow('was changed since');
  expect(told((await rowsOf(listing)).items)).toEqual([4, 3, 2, 1, 0]);
  rmSync(file);
  await expect(rowsOf(listing)).rejects.toThrow(`There is no file ${file}.`);
});

test('more files than stay open are read in turns', async () => {
  const files = await Promise.all([1, 2, 3, 4].map((posts) => madeCar(`turn-${posts}.car`, posts)));
  for (const file of [...files, ...files]) {
    const listing = archiveRecordsListing(
      { kind: 'archiveCollection', of: { file }, collection: POSTS },
      nobody,
    );
    expect((await rowsOf(listing)).items).toHaveLength(files.indexOf(file) + 1);
  }
});

test.each([
  ['a text', 'no CAR\n'.repeat(99), /odd\.car cannot be read: It does not begin as a CAR file does\.$/],
  ['empty', '', /odd\.car cannot be read: It does not begin as a CAR file does\.$/],
])('a file that is %s is told of by its name', async (_, text, says) => {
  const file = join(folder, 'odd.car');
  writeFileSync(file, text);
  await expect(openCar(file, {}, signal)).rejects.toThrow(says);
});

test('what the file system says of a path is told of it, and is no mistake of the program', async () => {
  const loop = join(folder, 'loop.car');
  symlinkSync(loop, loop);
  for (const path of [loop, `${'long'.repeat(500)}.car`]) {
    expect(readArgument(path)).toEqual(parseAddress(path));
    await expect(openCar(path, {}, signal)).rejects.toMatchObject({
      name: 'SentenceError',
      message: expect.stringMatching(/\.car cannot be read \(E\w+: [a-z ]+\)\.$/),
    });
  }
});

test('a path that ends in .car is an address where a file is there, and only at a shell', async () => {
  const file = await madeCar('alice.car', 1);
  expect(readArgument(file)).toEqual({ ok: true, address: { kind: 'archive', of: { file } } });
  expect(readArgument('alice-is-not-here.car')).toEqual(parseAddress('alice-is-not-here.car'));
  expect(parseAddress('car:')).toMatchObject({ ok: false });
  expect(parseAddress('car:a.car#x.y.z/a#b')).toMatchObject({ ok: false });
});

test('what stands behind an archive is a collection, a record, or the word of another kind of place', () => {
  const of = { repo: 'alice.test', copy: 1 };
  expect(parseAddress('archive:@Alice.test~1')).toEqual({ ok: true, address: { kind: 'archive', of } });
  const record = { kind: 'archiveRecord', of, collection: 'x.y.z', rkey: 'a/b' } as const;
  expect(formatAddress(record)).toBe('archive:alice.test~1/x.y.z/a%2Fb');
  // A collection whose name has no dot is no word.
  const odd = { kind: 'archiveCollection', of, collection: 'tree' } as const;
  expect(formatAddress(odd)).toBe('archive:alice.test~1/%74ree');
  expect(parseAddress('archive:alice.test~1/%74ree')).toEqual({ ok: true, address: odd });
  for (const none of ['archive:', 'archive:x', 'archive:alice.test/words', 'car:a.car#words', 'car:a.car#'])
    expect(parseAddress(none), none).toMatchObject({ ok: false });
});

describe('a copy that is kept', async () => {
  const archives = new Archives(scratchFolder(), { copies: 2 });
  const rev = '3jzfcijpj2z2a';

  async function keep(did: string, handle: string, posts: number): Promise<string> {
    const car = await madeCar(`${handle}.car`, posts);
    const note = {
      handle,
      records: posts + 1,
      collections: 2,
      verdict: 'signed',
      problems: 0,
      from: '',
    } as const;
    return await archives.work(did, {}, async ({ draft, put }) => {
      const file = draft('car');
      copyFileSync(car, file);
      return (await put(file, rev, note)).file;
    });
  }
  async function found(text: string, resolve = nobody.client.resolve as () => Promise<never>) {
    const parsed = parseAddress(text);
    const of = parsed.ok && parsed.address.kind === 'archive' ? parsed.address.of : undefined;
    return (await findArchive(of!, { client: { resolve }, archives }, signal)).file;
  }
  const before = await keep(DID, 'alice.test', 1);
  const newest = await keep(DID, 'alice.test', 2);

  test('is found by its DID and by its handle, and nobody is asked', async () => {
    expect(await found(`archive:${DID}`)).toBe(newest);
    expect(await found('archive:alice.test')).toBe(newest);
    expect(await found('archive:alice.test~1')).toBe(before);
    await expect(found('archive:alice.test~2')).rejects.toThrow('There is no copy 2 before the newest');
    await expect(found('archive:bob.test')).rejects.toThrow('offline');
    await expect(found('archive:did:web:bob.test')).rejects.toThrow(
      'Nothing of did:web:bob.test is kept here',
    );
  });

  test('lists as a file does, and says of when it is', async () => {
    const of = { repo: 'alice.test', copy: 0 };
    const services = { ...nobody, archives };
    const { items, summary } = await rowsOf(archiveListing({ kind: 'archive', of }, services));
    expect(items).toHaveLength(2);
    expect(summary).toMatch(/^archive of \d\d-\d\d$/);
    const listing = archiveRecordsListing({ kind: 'archiveCollection', of, collection: POSTS }, services);
    expect(told((await rowsOf(listing)).items)).toEqual([1, 0]);
  });

  test('is told as one thing, too', async () => {
    const listing = archiveListing({ kind: 'archive', of: { repo: DID, copy: 1 } }, { ...nobody, archives });
    expect(JSON.parse((await listing.document?.({ signal })) ?? '')).toMatchObject({
      did: DID,
      handle: 'alice.test',
      records: 2,
      problems: 0,
      verdict: 'signed',
      pulled: expect.stringMatching(/^20..-/),
      file: before,
      collections: [
        { collection: 'app.bsky.actor.profile', records: 1 },
        { collection: POSTS, records: 1 },
      ],
    });
  });

  test('of a handle that two accounts had is that of the one who has it', async () => {
    const others = await keep('did:web:other.test', 'alice.test', 3);
    expect(await found('archive:alice.test', () => Promise.resolve({ did: DID }) as never)).toBe(newest);
    // With nobody to ask, it is the one who had it last.
    expect(await found('archive:alice.test')).toBe(others);
  });
});

test('a title says of which day a copy is, and the year where it is another', () => {
  const at = (year: number) => new Date(year, 10, 27, 12).getTime();
  expect(copyText({ time: at(2026) }, at(2026))).toBe('archive of 11-27');
  expect(copyText({ time: at(2025) }, at(2026))).toBe('archive of 2025-11-27');
});
