import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseAddress } from '../../src/places/address.js';
import { activityListing } from '../../src/places/archives/activity-listing.js';
import { dayListing } from '../../src/places/archives/day-listing.js';
import type { Listing } from '../../src/places/listing.js';
import { recordJson } from '../../src/places/records.js';
import { buildRepo } from '../archive/build-repo.js';
import { recordsOfLife } from '../support/archive/life-repo.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-activity-'));
const { signal } = new AbortController();
const POST = 'app.bsky.feed.post';
const LIKE = 'app.bsky.feed.like';
const services = { client: { resolve: () => Promise.reject(new Error('nobody is asked')) } };
const noNames = () => undefined;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Posts of so many a day and likes of so many, from the 20th of February 2024 on. */
async function carOfDays(name: string, posts: readonly number[], likes: readonly number[] = [], more = {}) {
  const lives = [
    { collection: POST, first: '2024-02-20', days: posts.length, perDay: (day: number) => posts[day]! },
    { collection: LIKE, first: '2024-02-20', days: likes.length, perDay: (day: number) => likes[day]! },
  ];
  const { car } = await buildRepo({ ...recordsOfLife(lives), ...more });
  const file = join(folder, name);
  writeFileSync(file, car);
  return { file };
}

async function pageOf<Item>(listing: Listing<Item>, order?: string, cursor?: string, limit?: number) {
  const { rows, cursor: next } = await listing.load(cursor, { signal, order, limit });
  const items = Array.from({ length: rows.length }, (_, at) => rows.at(at) as Item);
  return { items, rows, next };
}

test('the days of an archive come with the last one first, the empty ones among them, by collection', async () => {
  const of = await carOfDays('days.car', [1, 2, 0, 1], [0, 3]);
  const listing = activityListing({ kind: 'archiveActivity', of }, services as never);
  const { items, next } = await pageOf(listing);
  expect(items.map((item) => listing.json(item))).toEqual([
    `{"day":"2024-02-23","collection":"${POST}","count":1}`,
    '{"day":"2024-02-22","collection":null,"count":0}',
    `{"day":"2024-02-21","collection":"${LIKE}","count":3}`,
    `{"day":"2024-02-21","collection":"${POST}","count":2}`,
    `{"day":"2024-02-20","collection":"${POST}","count":1}`,
  ]);
  expect(next).toBeUndefined();
  expect(listing.row(items[2]!, noNames)).toMatchObject({
    cells: ['2024-02-21', LIKE, '3'],
    opens: { kind: 'archiveDay', of, day: '2024-02-21' },
  });
});

test('its other orders are the collections, those with the most records first, each by itself', async () => {
  const of = await carOfDays('orders.car', [1, 0], [0, 3]);
  const listing = activityListing({ kind: 'archiveActivity', of }, services as never);
  expect(listing.orders).toEqual([]);
  await pageOf(listing);
  expect(listing.orders.map(({ title }) => title)).toEqual(['all collections', LIKE, POST]);
  const { items } = await pageOf(listing, POST);
  expect(items.map(({ day, count }) => [day, count])).toEqual([
    ['2024-02-21', 0],
    ['2024-02-20', 1],
  ]);
  const day = { kind: 'archiveDay', of, day: '2024-02-20' };
  expect(listing.row(items[1]!, noNames).opens).toEqual({ ...day, collection: POST });
  await pageOf(listing, 'all');
  expect(listing.row(items[1]!, noNames).opens).toEqual(day);
});

test('what is on no day is told', async () => {
  const more = {
    'app.bsky.actor.profile/self': { $type: 'app.bsky.actor.profile' },
    [`${POST}/2222222222222`]: { $type: POST },
  };
  const of = await carOfDays('odd.car', [1], [], more);
  const { rows } = await pageOf(activityListing({ kind: 'archiveActivity', of }, services as never));
  expect(rows.note).toBe(
    'On no day: 1 record of an impossible time (before 2020, or in the future), and 1 record whose key says no time.',
  );
});

test('a repository without days says so in words', async () => {
  const of = await carOfDays('none.car', [], [], { 'app.bsky.actor.profile/self': { $type: 'x' } });
  const listing = activityListing({ kind: 'archiveActivity', of }, services as never);
  expect((await pageOf(listing)).items).toEqual([]);
  expect(listing.empty).toBe('No key of this repository says a day.');
});

test('a day lists its records of all collections, the last one first, page by page', async () => {
  const of = await carOfDays('day.car', [5, 3, 4], [1, 2]);
  const listing = dayListing({ kind: 'archiveDay', of, day: '2024-02-21' }, services as never);
  const first = await pageOf(listing, undefined, undefined, 3);
  const second = await pageOf(listing, undefined, first.next, 3);
  expect(second.next).toBeUndefined();
  const items = [...first.items, ...second.items];
  // Of one second, that of the collection with the most comes first.
  expect(items.map((item) => listing.row(item, noNames).cells.slice(0, 2))).toEqual([
    ['00:00:02', POST],
    ['00:00:01', POST],
    ['00:00:01', LIKE],
    ['00:00:00', POST],
    ['00:00:00', LIKE],
  ]);
  expect(JSON.parse(recordJson(items[0]!)).text).toBe('3 of 2024-02-21');
  expect(listing.row(items[0]!, noNames)).toMatchObject({
    cells: [expect.any(String), POST, expect.stringContaining('3 of 2024-02-21')],
    opens: { kind: 'archiveRecord', of, collection: POST },
  });
  expect((await pageOf(listing, LIKE)).items).toHaveLength(2);
  expect(listing.orders.map(({ title }) => title)).toEqual(['all collections', POST, LIKE]);
});

test('a day of one collection begins with its records', async () => {
  const of = await carOfDays('one.car', [5, 3], [1, 2]);
  const listing = dayListing(
    { kind: 'archiveDay', of, day: '2024-02-21', collection: LIKE },
    services as never,
  );
  expect((await pageOf(listing)).items).toHaveLength(2);
  expect(listing.orders.map(({ title }) => title)).toEqual([LIKE, 'all collections', POST]);
  expect((await pageOf(listing, 'all')).items).toHaveLength(5);
});

test.each([
  ['car:a.car#activity/2024-02-30', 'a day that is none'],
  ['car:a.car#activity/2024', 'a year'],
  ['archive:alice.test/activity/2024-02-21/x', 'a collection that cannot be'],
  [`archive:alice.test/activity/2024-02-21/${POST}/x`, 'more than a collection'],
])('%s is no place: %s', (text) => {
  expect(parseAddress(text).ok).toBe(false);
});
