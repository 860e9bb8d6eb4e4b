import { describe, expect, test } from 'vitest';
import { type HistoryLine, historyJson, historyListing, historyNdjson } from '../../src/places/history.js';

const watched = 'did:plc:ragtjsm2j2vknwkz3zp4oxrd';
const follower = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const signal = new AbortController().signal;

const line = (change: Partial<HistoryLine> = {}): HistoryLine => ({
  id: 1,
  time: Date.UTC(2026, 10, 24, 15, 11, 7, 30),
  kind: 'followed',
  did: follower,
  handle: 'bob.test',
  name: 'Bob',
  followers: 1234,
  mutual: true,
  away: false,
  ...change,
});

const listingOf = (lines: readonly HistoryLine[]) =>
  historyListing({
    address: { kind: 'history', repo: 'alice.test' },
    history: { lines: async (did) => (did === watched ? lines : []) },
    did: watched,
  });

const rowOf = (change: Partial<HistoryLine>, names = (_did: string): string | undefined => undefined) =>
  listingOf([]).row(line(change), names);

describe('the history as a listing', () => {
  test('is one page, newest first, or turned round', async () => {
    const lines = [line({ id: 2, kind: 'unfollowed' }), line()];
    async function ids(order?: string) {
      const { rows, cursor } = await listingOf(lines).load(undefined, { signal, order });
      expect(cursor).toBeUndefined();
      return Array.from({ length: rows.length }, (_, index) => rows.at(index)!.id);
    }

    expect(await ids()).toEqual([2, 1]);
    expect(await ids('oldest')).toEqual([1, 2]);
  });

  test.each<[string, readonly [HistoryLine['kind'], string][], readonly string[]]>([
    ['nobody left', [['followed', 'a']], []],
    [
      'one left',
      [
        ['unfollowed', 'a'],
        ['followed', 'a'],
      ],
      ['a'],
    ],
    [
      'one left and followed again',
      [
        ['followed', 'a'],
        ['unfollowed', 'a'],
      ],
      [],
    ],
    [
      'an account went away and came back',
      [
        ['returned', 'a'],
        ['lost', 'a'],
      ],
      [],
    ],
    [
      'one came back and left again',
      [
        ['unfollowed', 'a'],
        ['followed', 'a'],
        ['unfollowed', 'a'],
      ],
      ['a'],
    ],
    [
      'one unfollowed, and the account went away',
      [
        ['lost', 'a'],
        ['unfollowed', 'a'],
      ],
      ['a'],
    ],
    [
      'events are missing',
      [
        ['gap', ''],
        ['unfollowed', 'b'],
        ['lost', 'a'],
      ],
      ['b', 'a'],
    ],
  ])('says who left and did not return, where %s', async (_, told, left) => {
    const lines = told.map(([kind, did], index) =>
      line({ id: told.length - index, kind, did: did === '' ? undefined : did }),
    );
    const { rows } = await listingOf(lines).load(undefined, { signal, order: 'left' });
    expect(Array.from({ length: rows.length }, (_, index) => rows.at(index)!.did)).toEqual(left);
  });

  test.each<[string, readonly HistoryLine[], string | undefined]>([
    ['there is nothing', [], undefined],
    ['nobody left', [line()], undefined],
    ['all who left came back', [line({ id: 2 }), line({ kind: 'unfollowed' })], undefined],
    [
      'one left twice',
      [line({ id: 2, kind: 'lost' }), line({ kind: 'unfollowed' })],
      '1 left and did not return',
    ],
    [
      'two left',
      [line({ id: 2, kind: 'lost' }), line({ kind: 'unfollowed', did: 'did:plc:other' })],
      '2 left and did not return',
    ],
  ])('says in its title how many left and did not return, where %s', async (_, lines, summary) => {
    for (const order of [undefined, 'oldest']) {
      const { rows } = await listingOf(lines).load(undefined, { signal, order });
      expect(rows.summary).toBe(summary);
    }
    // There the order says it.
    expect((await listingOf(lines).load(undefined, { signal, order: 'left' })).rows.summary).toBeUndefined();
  });

  test('notes of those who left that they came back, also in its JSON', async () => {
    const listing = listingOf([
      line({ id: 3, kind: 'followed' }),
      line({ id: 2, kind: 'unfollowed', mutual: false }),
      line({ id: 1, kind: 'lost', did: 'did:plc:gone', mutual: false }),
    ]);
    const { rows } = await listing.load(undefined, { signal });
    expect([0, 1, 2].map((index) => listing.row(rows.at(index)!, () => undefined).cells[6])).toEqual([
      'mutual',
      'came back',
      '',
    ]);
    expect([0, 1, 2].map((index) => JSON.parse(listing.json(rows.at(index)!)).cameBack)).toEqual([
      undefined,
      true,
      false,
    ]);
  });

  test('has a row of what, who, and how it came about', () => {
    const { cells, opens, did, uri } = rowOf({ away: true });

    expect(cells.slice(2)).toEqual(['+ followed', '@bob.test', 'Bob', '1,234', 'away · mutual']);
    expect(cells.slice(0, 2).join(' ')).toMatch(/^2026-11-2\d \d\d:\d\d$/);
    expect(opens).toEqual({ kind: 'repo', repo: 'bob.test' });
    expect([did, uri]).toEqual([follower, `at://${follower}`]);
  });

  test.each<[HistoryLine['kind'], string, string]>([
    ['unfollowed', '− unfollowed', '@bob.test'],
    ['lost', '− gone', '@bob.test'],
    ['returned', '+ is back', '@bob.test'],
    ['gap', '… missing', 'the cursor is too old'],
  ])('%s reads as %s', (kind, what, who) => {
    expect(rowOf({ kind, reason: 'the cursor is too old' }).cells.slice(2, 4)).toEqual([what, who]);
  });

  test('says why an account is gone', () => {
    expect(rowOf({ kind: 'lost', reason: 'deactivated', mutual: false }).cells[6]).toBe('deactivated');
  });

  test('asks for the handle of who has none yet, and opens by DID where there is no good one', () => {
    const { dids, row } = listingOf([]);

    expect(dids(line())).toEqual([]);
    expect(dids(line({ handle: undefined }))).toEqual([follower]);
    expect(row(line({ handle: undefined }), () => 'learnt.test').cells[3]).toBe('@learnt.test');
    expect(row(line({ handle: undefined }), () => undefined).cells[3]).toBe(follower);
    const learnt = Object.assign(() => 'learnt.test', { displayName: () => 'Lea' });
    expect(row(line({ handle: undefined, name: undefined }), learnt).cells.slice(3, 5)).toEqual([
      '@learnt.test',
      'Lea',
    ]);
    expect(row(line(), learnt).cells.slice(3, 5)).toEqual(['@bob.test', 'Bob']);
    expect(rowOf({ handle: 'handle.invalid' }).opens).toEqual({ kind: 'repo', repo: follower });
    expect(rowOf({ handle: '../../x' }).opens).toEqual({ kind: 'repo', repo: follower });
    expect(rowOf({ kind: 'gap', did: undefined, handle: undefined }).opens).toBeUndefined();
  });
});

describe('NDJSON', () => {
  test('is one object a line, each with the time in ISO 8601 and who was watched', () => {
    const text = historyNdjson([line(), line({ kind: 'gap', did: undefined, handle: undefined })], watched);

    const [first, second, rest] = text.split('\n');
    expect(JSON.parse(first!)).toEqual({
      time: '2026-11-24T15:11:07.030Z',
      kind: 'followed',
      did: follower,
      handle: 'bob.test',
      name: 'Bob',
      followers: 1234,
      mutual: true,
      away: false,
      watched,
    });
    expect(JSON.parse(second!)).toMatchObject({ kind: 'gap', watched });
    expect(rest).toBe('');
  });

  test('keeps to one line whatever a name holds, and survives a time that is none', () => {
    const text = historyJson(line({ name: 'a\nb\u2028"\u001b[2J', time: 1e300 }), watched);

    expect(text).not.toMatch(/[\n\u001b]/);
    expect(JSON.parse(text)).toMatchObject({ name: 'a\nb\u2028"\u001b[2J', time: null });
  });
});
