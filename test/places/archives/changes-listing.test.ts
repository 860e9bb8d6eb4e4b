import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/places/address.js';
import { changesListing } from '../../../src/places/archives/changes-listing.js';
import type { Rows } from '../../../src/places/listing.js';
import { writtenCar } from '../../support/archive/written-car.js';

const { signal } = new AbortController();
const POST = 'app.bsky.feed.post';
const LIKE = 'app.bsky.feed.like';
const names = () => undefined;
const nobody = { client: { resolve: () => Promise.reject(new Error('offline')) } };
const post = (text: string) => ({ $type: POST, text, createdAt: '2024-02-21T03:11:00Z' });

const old = await writtenCar({
  [`${POST}/3k22222222222`]: post('stays'),
  [`${POST}/3k22222223222`]: post('the first text'),
  [`${LIKE}/3k22222224222`]: { subject: { uri: 'at://bob.test/app.bsky.feed.post/3k' } },
});
const now = await writtenCar({
  [`${POST}/3k22222222222`]: post('stays'),
  [`${POST}/3k22222223222`]: post('the text, edited'),
  [`${POST}/3k22222225222`]: post('a new one'),
});

const changes = (of: string, from: string) =>
  changesListing({ kind: 'archiveChanges', of: { file: of }, from: { file: from } }, nobody);
const itemsOf = <Item>(rows: Rows<Item>): readonly Item[] =>
  Array.from({ length: rows.length }, (_, at) => rows.at(at) as Item);

describe('what changed from one archive to another', () => {
  test('is a row for each record, with its sign and what it says', async () => {
    const listing = changes(now, old);
    const { rows } = await listing.load(undefined, { signal });
    const cells = itemsOf(rows).map((item) => listing.row(item, names).cells);
    expect(cells.map(([sign, , collection, text]) => [sign, collection, text])).toEqual([
      ['−', 'like', expect.stringContaining('bob.test')],
      ['~', 'post', 'the text, edited'],
      ['+', 'post', 'a new one'],
    ]);
    expect(rows.summary).toBe('+1 ~1 −1');
  });

  test('opens two versions beside each other, and where there is one, that one', async () => {
    const listing = changes(now, old);
    const { rows } = await listing.load(undefined, { signal });
    const [deleted, updated, created] = itemsOf(rows).map((item) => listing.row(item, names));
    expect(deleted?.opens).toEqual({
      kind: 'archiveRecord',
      of: { file: old },
      collection: LIKE,
      rkey: '3k22222224222',
    });
    expect(created?.opens).toEqual({
      kind: 'archiveRecord',
      of: { file: now },
      collection: POST,
      rkey: '3k22222225222',
    });
    expect([deleted?.versions, created?.versions]).toEqual([undefined, undefined]);
    const { name, old: before, new: after } = updated?.versions ?? {};
    expect(name).toBe(`${POST}/3k22222223222`);
    expect([JSON.parse(before?.json ?? '').text, JSON.parse(after?.json ?? '').text]).toEqual([
      'the first text',
      'the text, edited',
    ]);
  });

  test('goes to programs as diff prints it, with the record', async () => {
    const listing = changes(now, old);
    const { rows } = await listing.load(undefined, { signal });
    const lines = itemsOf(rows).map((item) => JSON.parse(listing.whole?.(item) ?? ''));
    expect(lines.map(({ op, cid, prev, value }) => [op, typeof cid, typeof prev, value.text])).toEqual([
      ['delete', 'undefined', 'string', undefined],
      ['update', 'string', 'string', 'the text, edited'],
      ['create', 'string', 'undefined', 'a new one'],
    ]);
  });

  test('comes in pages', async () => {
    const listing = changes(now, old);
    const first = await listing.load(undefined, { signal, limit: 2 });
    const second = await listing.load(first.cursor, { signal, limit: 2 });
    expect([first.rows.length, second.rows.length, second.cursor]).toEqual([2, 1, undefined]);
  });

  test('is nothing between an archive and itself', async () => {
    const { rows } = await changes(now, now).load(undefined, { signal });
    expect(rows.length).toBe(0);
    expect(rows.summary).toBe('+0 ~0 −0');
  });

  test('is not asked for where a copy before is not kept', async () => {
    const of = { repo: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', copy: 0 };
    const listing = changesListing({ kind: 'archiveChanges', of, from: undefined }, nobody);
    await expect(listing.load(undefined, { signal })).rejects.toThrow('Nothing of did:plc');
  });

  test.each([
    ['archive:alice.test/diff', { of: { repo: 'alice.test', copy: 0 }, from: undefined }],
    [
      'archive:alice.test~1/diff?from=archive:alice.test~3',
      { of: { repo: 'alice.test', copy: 1 }, from: { repo: 'alice.test', copy: 3 } },
    ],
    ['car:new.car#diff?from=car:old.car', { of: { file: 'new.car' }, from: { file: 'old.car' } }],
  ])('has the address %s', (text, address) => {
    expect(parseAddress(text)).toEqual({ ok: true, address: { kind: 'archiveChanges', ...address } });
  });

  test.each([
    'car:new.car#diff',
    'car:new.car#diff?from=',
    'archive:alice.test/diff?from=alice.test',
  ])('has no address %s', (text) => {
    expect(parseAddress(text)).toMatchObject({ ok: false, reason: expect.stringContaining('diff?from=') });
  });
});
