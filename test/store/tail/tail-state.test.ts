import { describe, expect, test } from 'vitest';
import { EventRing } from '../../../src/store/tail/event-ring.js';
import { readStreamFilter, streamFilterText } from '../../../src/store/tail/stream-filter.js';
import type { CommitEntry } from '../../../src/store/tail/tail-entry.js';
import { newTail, type Tail, withEntries, withWaitingShown } from '../../../src/store/tail/tail-state.js';

const event = (number: number, collection = 'app.bsky.feed.post'): CommitEntry => ({
  kind: 'commit',
  operation: 'create',
  did: 'did:plc:ragtjsm2j2vknwkz3zp4oxrd',
  time: number,
  collection,
  rkey: String(number),
  cid: undefined,
  text: '',
  json: undefined,
  dids: [],
});

const events = (from: number, to: number): CommitEntry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index));

const times = (ring: Tail['shown']): number[] =>
  Array.from({ length: ring.length }, (_, index) => ring.at(index)!.time);

const empty = () => newTail('tail', 'alice.test', { collections: [], dids: [] });

describe('EventRing', () => {
  test('keeps the newest, and counts from them', () => {
    const ring = new EventRing<number>(3);
    for (const number of [1, 2, 3, 4, 5]) ring.push(number);

    expect([0, 1, 2, 3, -1].map((index) => ring.at(index))).toEqual([5, 4, 3, undefined, undefined]);
    expect(ring.length).toBe(3);
  });

  test('hands all to another in their order, and can be filled again', () => {
    const from = new EventRing<number>(3);
    const to = new EventRing<number>(4);
    to.push(0);
    for (const number of [1, 2, 3, 4]) from.push(number);
    from.moveTo(to);
    from.push(5);

    expect([0, 1, 2, 3].map((index) => to.at(index))).toEqual([4, 3, 2, 0]);
    expect([from.at(0), from.length]).toEqual([5, 1]);
  });

  test('takes from the oldest what all together may not hold', () => {
    const burden = { max: 5, of: (entry: string) => entry.length, without: () => '' };
    const ring = new EventRing<string>(4, burden);
    const all = () => Array.from({ length: ring.length }, (_, index) => ring.at(index));
    const steps = ['a', 'bb', 'cc', 'd', '', 'eee', 'ffffff', 'g'].map((entry) => {
      ring.push(entry);
      return all().join(',');
    });
    expect(steps).toEqual(['a', 'bb,a', 'cc,bb,a', 'd,cc,bb,', ',d,cc,bb', 'eee,,d,', ',,,', 'g,,,']);

    const other = new EventRing<string>(4, burden);
    for (const entry of ['hhh', 'iiii']) other.push(entry);
    other.moveTo(ring);
    other.push('jjjjj');
    expect([all(), other.at(0)]).toEqual([['iiii', '', 'g', ''], 'jjjjj']);
  });
});

describe('a tail', () => {
  test('shows what comes while one looks at the newest', () => {
    const tail = withEntries(withEntries(empty(), events(1, 2), true), events(3, 3), true);

    expect(times(tail.shown)).toEqual([3, 2, 1]);
    expect(tail.newer).toBe(0);
  });

  test('moves no row while the cursor is on an older one: what comes is counted, and shown when asked for', () => {
    const read = withEntries(empty(), events(1, 3), true);
    const later = withEntries(read, events(4, 8), false);
    expect(times(later.shown)).toEqual([3, 2, 1]);
    expect(later.newer).toBe(5);

    // Back on the newest row shown, which still does not move before the others are asked for.
    const back = withEntries(later, events(9, 9), true);
    expect(times(back.shown)).toEqual([3, 2, 1]);

    const all = withWaitingShown(back);
    expect(times(all.shown)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(all.newer).toBe(0);
  });

  test('moves no row while it is paused', () => {
    const paused = { ...withEntries(empty(), events(1, 2), true), paused: true };
    const later = withEntries(paused, events(3, 4), true);

    expect(times(later.shown)).toEqual([2, 1]);
    expect(later.newer).toBe(2);
  });

  test.each([
    ['Latin letters', 'x', 1],
    ['other letters', '語', 2],
  ])('holds 8 MB of JSON and no more, that of the newest events: %s', (_, letter, width) => {
    const json = letter.repeat(8_000);
    const laden = (from: number, to: number) => events(from, to).map((one) => ({ ...one, json }));
    const shown = withEntries(empty(), laden(1, 12_000), true);
    const tail = withEntries(shown, laden(12_001, 24_000), false);
    const kept = (ring: Tail['shown']) =>
      Array.from({ length: ring.length }, (_, index) => ring.at(index)).flatMap((entry) =>
        entry?.kind === 'commit' && entry.json !== undefined ? [entry.time] : [],
      );
    const fits = Math.floor((4 * 1024 * 1024) / (8_000 * width));
    expect(kept(tail.shown)).toEqual(Array.from({ length: fits }, (_, index) => 12_000 - index));
    expect(kept(tail.waiting)).toEqual(Array.from({ length: fits }, (_, index) => 24_000 - index));
    expect(tail.shown.length).toBe(10_000);
    expect(kept(withWaitingShown(tail).shown)).toEqual(kept(shown.shown));
    expect(kept(tail.shown)[0]).toBe(24_000);
  });

  test('is bounded, but counts all', () => {
    const read = withEntries(empty(), events(1, 25_000), true);
    const later = withEntries(read, events(25_001, 50_000), false);

    expect(later.shown.length).toBe(10_000);
    expect(later.waiting.length).toBe(10_000);
    expect(later.newer).toBe(25_000);
    expect(later.counts.get('app.bsky.feed.post')).toBe(50_000);
    expect(withWaitingShown(later).shown.at(9_999)?.time).toBe(40_001);
  });

  test('counts collections beyond 500 together: their names are strangers’ choice', () => {
    const many = Array.from({ length: 700 }, (_, index) => event(index, `com.example.c${index}`));
    const { counts } = withEntries(empty(), many, true);

    expect(counts.size).toBe(501);
    expect(counts.get('other collections')).toBe(200);
  });
});

describe('readStreamFilter', () => {
  test('takes collections, prefixes and DIDs', () => {
    expect(readStreamFilter('app.bsky.feed.post, app.bsky.graph.* com.* did:web:example.com')).toEqual({
      ok: true,
      filter: {
        collections: ['app.bsky.feed.post', 'app.bsky.graph.*', 'com.*'],
        dids: ['did:web:example.com'],
      },
    });
  });

  test('reads what it wrote', () => {
    const filter = { collections: ['app.bsky.feed.*', 'com.example.thing'], dids: ['did:web:example.com'] };
    expect(readStreamFilter(streamFilterText(filter))).toEqual({ ok: true, filter });
    expect(readStreamFilter('')).toEqual({ ok: true, filter: { collections: [], dids: [] } });
  });

  test.each(['*', 'post', '.*', 'app..*', 'did:plc:'])('says what %s is not', (text) => {
    expect(readStreamFilter(text)).toMatchObject({ ok: false, reason: expect.stringContaining(text) });
  });
});
