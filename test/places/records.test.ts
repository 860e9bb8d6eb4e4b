import { create } from '@atcute/tid';
import { expect, test } from 'vitest';
import { rawItemFromText } from '../../src/atproto/calls/raw-items.js';
import type { ListOptions, RepoSource } from '../../src/atproto/repo-source.js';
import { recordItem, recordJson, recordsListing } from '../../src/places/records.js';
import { rawItemsFromValues } from '../support/rows/raw-items-from-values.js';

const did = 'did:plc:alicealicealicealicealic';
const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const rkey = create(Date.parse('2024-02-21T03:11:45Z') * 1000, 1);
const rawItem = (value: unknown) => rawItemFromText(JSON.stringify(value));
const names = (account: string) => (account === bob ? 'bob.test' : undefined);

const unasked: Pick<RepoSource, 'list'> = { list: () => Promise.reject(new Error('not asked')) };

function listingOf(collection: string, source = unasked) {
  return recordsListing({ address: { kind: 'collection', repo: 'alice.test', collection }, source, did });
}

const post = {
  uri: `at://${did}/app.bsky.feed.post/${rkey}`,
  cid: 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
  value: { $type: 'app.bsky.feed.post', text: 'hello', langs: ['en'], createdAt: '2024-02-21T03:11:45Z' },
};

test('a row has the time, what the lens reads, and the key last', () => {
  const listing = listingOf('app.bsky.feed.post');
  expect(listing.columns.map((column) => column.title)).toEqual([
    'when',
    'text',
    'embed',
    'lang',
    'created',
    'rkey',
  ]);
  const row = listing.row(rawItem(post), names);
  expect(row.cells).toEqual([
    '2024-02',
    'hello',
    '',
    'en',
    expect.stringMatching(/^2024-02-2\d \d\d:\d\d$/),
    rkey,
  ]);
  expect(row).toMatchObject({ uri: post.uri, cid: post.cid, did });
  expect(listing.key(rawItem(post))).toBe(post.uri);
  expect(listing.cid?.(rawItem(post))).toBe(post.cid);
});

test('a row opens the record under the name that the listing goes by', () => {
  expect(listingOf('app.bsky.feed.post').row(rawItem(post), names).opens).toEqual({
    kind: 'record',
    repo: 'alice.test',
    collection: 'app.bsky.feed.post',
    rkey,
  });
});

test('a row whose URI names another account opens that one, not a record of the same key here', () => {
  const uri = `at://${bob}/app.bsky.feed.post/${rkey}`;
  expect(listingOf('app.bsky.feed.post').row(rawItem({ ...post, uri }), names).opens).toMatchObject({
    repo: bob,
  });
});

test('a row about another account speaks of that one', () => {
  const item = rawItem({ uri: `at://${did}/app.bsky.graph.follow/${rkey}`, value: { subject: bob } });
  const listing = listingOf('app.bsky.graph.follow');
  expect(listing.row(item, names)).toMatchObject({ did: bob });
  expect(listing.row(item, names).cells).toContain('@bob.test');
  expect(listing.dids(item)).toEqual([bob]);
});

test('a record without a date has the time of its key', () => {
  const item = rawItem({ ...post, value: { text: 'undated' } });
  expect(listingOf('app.bsky.feed.post').row(item, names).cells.at(-2)).toMatch(/^2024-02-2\d \d\d:\d\d$/);
});

test('the JSON behind a row is the value, to the byte', () => {
  const value = '{"n": 9007199254740993, "e":"\\u00e9", "f":1.0}';
  const item = rawItemFromText(`{"uri":"${post.uri}","cid":"${post.cid}","value":${value}}`);
  expect(listingOf('com.example.thing').json(item)).toBe(value);
  expect(recordJson(item)).toBe(value);
  expect(recordItem(item)).toMatchObject({ uri: post.uri, cid: post.cid });
});

test('a page is asked for with the cursor, the order and the signal, a hundred rows at a time', async () => {
  const asked: unknown[] = [];
  const listing = listingOf('com.example.thing', {
    list: async (collection: string, cursor: string | undefined, options?: ListOptions) => {
      asked.push({ collection, cursor, ...options });
      return { items: rawItemsFromValues([post]), cursor: 'next' };
    },
  });
  const { signal } = new AbortController();
  const page = await listing.load('here', { signal, order: 'oldest' });
  expect(asked).toEqual([
    { collection: 'com.example.thing', cursor: 'here', signal, reverse: true, limit: 100 },
  ]);
  expect(page.cursor).toBe('next');
  expect(page.rows.at(0)?.value()).toEqual(post);
  expect(listing.orders.map(({ id }) => id)).toEqual(['newest', 'oldest']);
});

test('numbers in a cell are as they were written, and members in the order in which they were sent', () => {
  const value =
    '{"$type":"com.example.odd","n":1e400,"10":-0,"9":1.10,"big":9007199254740993,"long":0.1234567890123456789}';
  const item = rawItemFromText(`{"uri":"at://${did}/com.example.odd/a","value":${value}}`);
  const listing = listingOf('com.example.odd');
  expect(listing.row(item, names).cells[1]).toBe(
    'n: 1e400 · 10: -0 · 9: 1.10 · big: 9007199254740993 · long: 0.1234567890123456789',
  );
  expect(listing.json(item)).toBe(value);
});
