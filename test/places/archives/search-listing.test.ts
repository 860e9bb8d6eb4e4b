import { describe, expect, test } from 'vitest';
import { searchListing } from '../../../src/places/archives/search-listing.js';
import type { Rows } from '../../../src/places/listing.js';
import { writtenCar } from '../../support/archive/written-car.js';

const { signal } = new AbortController();
const POST = 'app.bsky.feed.post';
const names = () => undefined;
const nobody = { client: { resolve: () => Promise.reject(new Error('offline')) } };
/** TIDs of one millisecond after the other. */
const key = (at: number) => `3k22222${'234567abcdef'[Math.floor(at / 12)]}${'234567abcdef'[at % 12]}2222`;

const small = await writtenCar({
  'app.bsky.actor.profile/self': { displayName: 'Harbor master' },
  [`${POST}/${key(1)}`]: {
    text: 'the first of the Harbour and harbor lights',
    createdAt: '2024-02-21T03:11:00Z',
  },
  [`${POST}/${key(2)}`]: { text: `${'far '.repeat(40)}harbor` },
  [`${POST}/${key(3)}`]: { text: 'nothing of it' },
  [`app.bsky.feed.like/${key(0)}`]: { subject: { uri: 'at://harbor.test' } },
});
/** So much that it is not read at once where each record has to be read. */
const large = await writtenCar(
  Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`${POST}/${key(at)}`, { at, text: 'é '.repeat(4_000) }]),
  ),
);

const search = (file: string, query: string) =>
  searchListing({ kind: 'archiveSearch', of: { file }, query }, nobody);

async function cellsOf(file: string, query: string, order?: string): Promise<readonly (readonly string[])[]> {
  const listing = search(file, query);
  const { rows } = await listing.load(undefined, { signal, order });
  return itemsOf(rows).map((item) => listing.row(item, names).cells);
}

const itemsOf = <Item>(rows: Rows<Item>): readonly Item[] =>
  Array.from({ length: rows.length }, (_, at) => rows.at(at) as Item);

describe('a search of an archive', () => {
  test('lists collection and text around the words, the newest first', async () => {
    expect((await cellsOf(small, 'harbor')).map((cells) => cells.slice(1))).toEqual([
      ['post', `…${'far '.repeat(5)}harbor`, key(2)],
      ['post', '…of the Harbour and harbor lights', key(1)],
      ['like', 'at://harbor.test', key(0)],
      ['profile', 'Harbor master', 'self'],
    ]);
  });

  test('or by collection', async () => {
    expect((await cellsOf(small, 'harbor', 'collection')).map(([, collection]) => collection)).toEqual([
      'profile',
      'like',
      'post',
      'post',
    ]);
  });

  test('opens each in the archive, and says what it found', async () => {
    const listing = search(small, 'harbor collection:like');
    const { rows } = await listing.load(undefined, { signal });
    const [item] = itemsOf(rows);
    expect(rows.summary).toMatch(/^1 found · \d+\.car$/);
    expect(listing.lit).toEqual(['harbor']);
    expect(listing.row(item!, names).opens).toEqual({
      kind: 'archiveRecord',
      of: { file: small },
      collection: 'app.bsky.feed.like',
      rkey: key(0),
    });
    expect(JSON.parse(listing.json(item!))).toEqual({ subject: { uri: 'at://harbor.test' } });
  });

  test('gives page after page of what it found once', async () => {
    const listing = search(large, '~e');
    const first = await listing.load(undefined, { signal, limit: 50 });
    expect([first.rows.length, first.cursor]).toEqual([50, '50']);
    const second = await listing.load(first.cursor, { signal, limit: 50 });
    expect([second.rows.length, second.cursor]).toEqual([10, undefined]);
    const keys = [...itemsOf(first.rows), ...itemsOf(second.rows)].map((item) => listing.key(item));
    expect(keys).toEqual(Array.from({ length: 60 }, (_, at) => `${POST}/${key(59 - at)}`));
  });

  test('tells in order what it has so far, and goes on where it was stopped', async () => {
    const listing = search(large, '~e');
    const stop = new AbortController();
    const parts: Rows<unknown>[] = [];
    function onPart(rows: Rows<unknown>): void {
      parts.push(rows);
      stop.abort(new DOMException('stopped', 'AbortError'));
    }
    await expect(listing.load(undefined, { signal: stop.signal, onPart })).rejects.toThrow('stopped');
    const [part] = parts as [Rows<unknown>];
    expect(part.summary).toMatch(/^\d+ found · \d+ % searched · \d+\.car$/);
    const { rows } = await listing.load(undefined, { signal });
    expect(part.length).toBeLessThan(rows.length);
    expect(itemsOf(rows).map((item) => listing.key(item))).toEqual(
      Array.from({ length: 60 }, (_, at) => `${POST}/${key(59 - at)}`),
    );
  });

  test('says that the file was changed, and then searches what it has become', async () => {
    const file = await writtenCar({
      [`${POST}/${key(1)}`]: { text: 'a' },
      [`${POST}/${key(2)}`]: { text: 'a' },
    });
    const listing = search(file, 'a');
    const { cursor } = await listing.load(undefined, { signal, limit: 1 });
    await writtenCar({ [`${POST}/${key(3)}`]: { text: 'a and more' } }, file);
    await expect(listing.load(cursor, { signal })).rejects.toThrow('was changed since it was searched');
    expect((await listing.load(undefined, { signal })).rows.length).toBe(1);
  });

  test.each([
    ['since:yesterday', 'yesterday is no date'],
    ['text:""', 'Nothing stands behind text:""'],
  ])('says of %s what is wrong with it', async (query, reason) => {
    await expect(search(small, query).load(undefined, { signal })).rejects.toThrow(reason);
  });
});
