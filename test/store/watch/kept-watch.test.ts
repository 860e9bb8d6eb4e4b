import { describe, expect, test } from 'vitest';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import { FollowerBook } from '../../../src/store/watch/follower-book.js';
import { KeptWatch } from '../../../src/store/watch/kept-watch.js';
import { type StoredWatch, storedWatch } from '../../../src/store/watch/stored-watch.js';
import type { WatchLine } from '../../../src/store/watch/watch-state.js';
import { randomFrom } from '../../support/random.js';

const alice = 'did:plc:alice';
const position = { source: 'wss://stream.test/subscribe', cursor: 1, time: 1 };

const base = (did: string) => ({ did, time: 1, cursor: 1 });
const commit = (operation: 'create' | 'delete', did: string, rkey: string, time = 1): RepoEvent => ({
  kind: 'commit',
  operation,
  collection: 'app.bsky.graph.follow',
  rkey,
  cid: undefined,
  record: () => (operation === 'create' ? { $type: 'app.bsky.graph.follow', subject: alice } : undefined),
  ...base(did),
  time,
});
const account = (did: string, active: boolean): RepoEvent => ({
  kind: 'account',
  active,
  status: 'deactivated',
  ...base(did),
});
const line = (id: number): WatchLine => ({ id, time: 1, kind: 'followed', did: 'did:plc:x', away: false });

/** What a run that is started anew finds. */
const read = (moments: readonly unknown[]): StoredWatch | undefined =>
  storedWatch(moments.map((moment) => JSON.parse(JSON.stringify(moment))));

const sorted = (watch: StoredWatch | undefined) => ({
  ...watch,
  followers: watch?.followers.map((entry) => entry.join(' ')).sort(),
  gone: watch?.gone.map((entry) => entry.join(' ')).sort(),
  told: (watch?.told ?? []).map((entry) => entry.join(' ')).sort(),
  ended: (watch?.ended ?? []).map((entry) => entry.join(' ')),
  doubts: (watch?.doubts ?? []).map((entry) => entry.join(' ')).sort(),
});

describe('what is kept of a watch', () => {
  test.each(
    Array.from({ length: 100 }, (_, seed) => seed + 1),
  )('is the same in pieces as it is whole, whatever has happened (%i)', (seed) => {
    const random = randomFrom(seed);
    const book = new FollowerBook(alice);
    let lines: readonly WatchLine[] = [];
    const kept = new KeptWatch(book, () => ({ lines, position }));
    const moments: unknown[] = [kept.whole()];
    for (let step = 0; step < 30; step++) {
      const did = `did:plc:${random.below(5)}`;
      const rkey = `key${random.below(3)}`;
      const deed = random.below(9);
      if (deed < 2) book.apply(commit('create', did, rkey));
      else if (deed < 4) book.apply(commit('delete', did, rkey));
      else if (deed === 4) book.apply(account(did, random.below(2) === 0));
      else if (deed === 5) book.read(did, 1, true);
      else if (deed === 6) book.settle(did, random.below(2) === 0 ? undefined : rkey);
      else if (deed === 7) book.missing(did, { kind: 'unfollowed' }, 1);
      else book.back(did, 1);
      if (deed === 0) {
        lines = [line(step), ...lines];
        kept.touch([step]);
      } else if (deed === 1 && lines.length > 0) {
        const { id } = random.pick(lines);
        lines = lines.map((one) => (one.id === id ? { ...one, name: `${step}` } : one));
        kept.touch([id]);
      }
      moments.push(kept.changes());
    }
    expect(moments.every((moment) => moment !== undefined)).toBe(true);
    const { at } = kept.changes()!;
    expect(sorted({ ...read(moments)!, at })).toEqual(sorted({ ...read([kept.whole()])!, at }));
  });

  test('costs what changed, and not what there is', () => {
    const followers = Array.from({ length: 100_000 }, (_, index) => [`did:plc:${index}`] as const);
    const book = new FollowerBook(alice, { followers, gone: [] });
    const lines = Array.from({ length: 10_000 }, (_, index) => line(10_000 - index));
    const kept = new KeptWatch(book, () => ({ lines, position }));
    kept.whole();
    book.apply(commit('create', 'did:plc:bob', 'key'));
    kept.touch([10_000]);

    const changes = kept.changes();
    expect(changes).toMatchObject({ followers: [['did:plc:bob', 'key']], gone: [], left: [] });
    expect(changes?.lines).toEqual([line(10_000)]);
    expect(kept.changes()).toMatchObject({ followers: [], lines: [] });
  });

  test('is whole the first time, and where events were missing', () => {
    const book = new FollowerBook(alice, { followers: [['did:plc:bob', 'key']], gone: [] });
    const kept = new KeptWatch(book, () => ({ lines: [], position }));
    expect(kept.changes()).toBeUndefined();
    kept.whole();
    expect(kept.changes()).toBeDefined();
    book.forgetKeys();
    expect(kept.changes()).toBeUndefined();
    expect(kept.whole().followers).toEqual([['did:plc:bob']]);
  });

  test('is that of its last moment when it is over', () => {
    let lines: readonly WatchLine[] = [line(1)];
    const kept = new KeptWatch(new FollowerBook(alice), () => ({ lines, position }));
    kept.end();
    lines = [];
    expect(kept.whole().lines).toEqual([line(1)]);
  });
});

describe('what the stream tells again after a start', () => {
  const bob = 'did:plc:bob';
  const overlaps: readonly (readonly [string, readonly RepoEvent[]])[] = [
    ['a follow and its end', [commit('create', bob, 'first', 5), commit('delete', bob, 'first', 6)]],
    [
      'a follow, its end, and the next one',
      [
        commit('create', bob, 'first', 5),
        commit('delete', bob, 'first', 6),
        commit('create', bob, 'second', 6),
      ],
    ],
    [
      'more than one coming and going',
      ['first', 'second', 'third'].flatMap((rkey, index) => [
        commit('create', bob, rkey, 5 + 2 * index),
        commit('delete', bob, rkey, 6 + 2 * index),
      ]),
    ],
  ];

  test.each(
    overlaps.flatMap(([name, events]) =>
      (['whole', 'changes'] as const).flatMap((how) =>
        [false, true].map(
          (isAnew) => [name, how, isAnew ? ', with its keys forgotten' : '', events, isAnew] as const,
        ),
      ),
    ),
  )('is not told again: %s, kept as %s%s', (_name, how, _anew, events, isAnew) => {
    const book = new FollowerBook(alice);
    const kept = new KeptWatch(book, () => ({ lines: [], position }));
    const moments: unknown[] = [kept.whole()];
    const told = events.flatMap((event) => book.apply(event).changes);
    expect(told).toHaveLength(events.length);
    if (how === 'whole') moments.splice(0);
    moments.push(how === 'whole' ? kept.whole() : kept.changes());

    const next = new FollowerBook(alice, read(moments));
    if (isAnew) next.forgetKeys();
    expect(events.flatMap((event) => next.apply(event).changes)).toEqual([]);
    expect(next.doubts()).toEqual([]);
    expect(next.followers()).toEqual(book.followers());
  });

  test.each([
    ['the same follow is told again', 'first', []],
    ['another one comes', 'second', ['unfollowed', 'followed']],
  ])('behind a gap, a deleted record of an unknown key was a follow only where no older one is known to stand: %s', (_, rkey, told) => {
    const book = new FollowerBook(alice, { followers: [[bob, 'first']], gone: [] });
    book.forgetKeys();
    expect(book.apply(commit('delete', bob, 'unknown', 4)).changes).toEqual([]);
    expect(book.doubts()).toEqual([bob]);
    expect(book.apply(commit('create', bob, rkey, 5)).changes.map(({ kind }) => kind)).toEqual(told);
    expect(book.doubts()).toEqual([]);
    expect(book.followers()).toEqual([bob]);
  });

  test('does not hide a follow that comes later, under the same key or another', () => {
    const book = new FollowerBook(alice);
    const kept = new KeptWatch(book, () => ({ lines: [], position }));
    book.apply(commit('create', bob, 'first', 5));
    book.apply(commit('delete', bob, 'first', 6));
    for (const rkey of ['first', 'other']) {
      const next = new FollowerBook(alice, read([kept.whole()]));
      expect(next.apply(commit('create', bob, rkey, 7)).changes).toEqual([
        { kind: 'followed', did: bob, time: 7 },
      ]);
    }
  });
});
