import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RawItem } from '../../src/atproto/calls/raw-items.js';
import { parseAddress } from '../../src/places/address.js';
import { readArgument } from '../../src/places/address-argument.js';
import { carListing, carRecord, carRecordsListing } from '../../src/places/car-listings.js';
import type { Listing } from '../../src/places/listing.js';
import { recordJson } from '../../src/places/records.js';
import { buildRepo, carOf, DID } from '../archive/build-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-car-place-'));
const { signal } = new AbortController();
const POSTS = 'app.bsky.feed.post';

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

test('a CAR file lists its collections with their counts, and says that nobody looked at the signature', async () => {
  const file = await madeCar('whole #1%.car', 3);
  const listing = carListing({ kind: 'car', file });
  const { items, summary, note } = await rowsOf(listing);
  expect(items).toEqual([
    { collection: 'app.bsky.actor.profile', records: 1 },
    { collection: POSTS, records: 3 },
  ]);
  expect(summary).toBe('signature unchecked');
  expect(note).toBeUndefined();
  expect(listing.row(items[1]!, () => undefined).opens).toEqual({
    kind: 'carCollection',
    file,
    collection: POSTS,
  });
});

test('its records are those of an account, page by page', async () => {
  const file = await madeCar('pages.car', 3);
  const listing = carRecordsListing({ kind: 'carCollection', file, collection: POSTS });
  const first = await rowsOf(listing, undefined, 2);
  expect(told(first.items)).toEqual([2, 1]);
  expect(told((await rowsOf(listing, first.cursor, 2)).items)).toEqual([0]);
  const row = listing.row(first.items[0]!, () => undefined);
  expect(row).toMatchObject({ uri: `at://${DID}/${POSTS}/3k22222222224`, did: DID, opens: undefined });
  const address = { kind: 'carRecord', file, collection: POSTS, rkey: '3k22222222223' } as const;
  expect(told((await rowsOf(carRecordsListing(address))).items)).toEqual([1]);
  expect(told([await carRecord(address, signal)])).toEqual([1]);
  await expect(carRecord({ ...address, rkey: 'none' }, signal)).rejects.toThrow('There is no record');
});

test('what is wrong with it is counted, and the rest is there', async () => {
  const file = await madeCar('odd.car', 3, 1);
  const { items, summary, note } = await rowsOf(carListing({ kind: 'car', file }));
  expect(items).toHaveLength(2);
  expect(summary).toBe('1 problem · signature unchecked');
  expect(note).toContain('1 problem');
});

test('a file that was changed is read anew, and no page of it goes behind one of the old', async () => {
  const file = await madeCar('changed.car', 3);
  const listing = carRecordsListing({ kind: 'carCollection', file, collection: POSTS });
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
    const listing = carRecordsListing({ kind: 'carCollection', file, collection: POSTS });
    expect((await rowsOf(listing)).items).toHaveLength(files.indexOf(file) + 1);
  }
});

test('a path that ends in .car is an address where a file is there, and only at a shell', async () => {
  const file = await madeCar('alice.car', 1);
  expect(readArgument(file)).toEqual({ ok: true, address: { kind: 'car', file } });
  expect(readArgument('alice-is-not-here.car')).toEqual(parseAddress('alice-is-not-here.car'));
  expect(parseAddress('car:')).toMatchObject({ ok: false });
  expect(parseAddress('car:a.car#x.y.z/a#b')).toMatchObject({ ok: false });
});
