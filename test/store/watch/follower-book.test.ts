import { describe, expect, test } from 'vitest';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';
import { type Change, FollowerBook } from '../../../src/store/watch/follower-book.js';
import type { Missing } from '../../../src/store/watch/why-missing.js';

const alice = 'did:plc:alice';
const bob = 'did:plc:bob';
const carol = 'did:plc:carol';

/** Record keys that say when they were made, one a minute, and the minutes themselves. */
const keys = ['3mifh4wqs2k2a', '3mifh6pqs2k2a', '3mifhaiqs2k2a'] as const;
const [old, foreign, young] = keys;

let cursor = 0;
const base = (did: string, time: number) => ({ did, time, cursor: ++cursor });
const commit = (
  operation: 'create' | 'delete',
  did: string,
  rkey: string,
  subject?: string,
  time = 1,
): RepoEvent => ({
  kind: 'commit',
  operation,
  collection: 'app.bsky.graph.follow',
  rkey,
  cid: undefined,
  record: () => (subject === undefined ? undefined : { $type: 'app.bsky.graph.follow', subject }),
  ...base(did, time),
});
const follow = (did: string, rkey: string, subject = alice): RepoEvent =>
  commit('create', did, rkey, subject);
const unfollow = (did: string, rkey: string, time?: number): RepoEvent =>
  commit('delete', did, rkey, undefined, time);
const account = (did: string, active: boolean, status?: string): RepoEvent => ({
  kind: 'account',
  active,
  status,
  ...base(did, 1),
});

type Step = (book: FollowerBook) => unknown;

const event =
  (one: RepoEvent): Step =>
  (book) =>
    book.apply(one).changes;
/** The list has a follower, where the watch begins … */
const listed =
  (did: string): Step =>
  (book) =>
    void book.read(did, 0, false);
/** … or where it is news. */
const news =
  (did: string): Step =>
  (book) =>
    book.read(did, 0, true) ? [{ kind: 'followed', did }] : [];
/** The same, of a list that is younger than the events. */
const late =
  (did: string): Step =>
  (book) =>
    book.read(did, 10, true) ? [{ kind: 'followed', did }] : [];
const answer =
  (did: string, rkey: string | undefined): Step =>
  (book) =>
    book.settle(did, rkey);
const begin: Step = (book) => book.beginReading();
const gap: Step = (book) => book.forgetKeys();
const missing =
  (did: string, why: Missing = { kind: 'unfollowed' }): Step =>
  (book) =>
    book.missing(did, why, 10);
const deactivated = { kind: 'lost', reason: 'deactivated' } as const;

function play(steps: readonly Step[], book = new FollowerBook(alice)) {
  const said = steps.flatMap((step) => {
    const changes = step(book);
    return Array.isArray(changes) ? changes.map(({ kind, did }: Change) => `${kind} ${did.slice(8)}`) : [];
  });
  return { said, book };
}

const cases: readonly [string, readonly Step[], readonly string[], readonly string[]][] = [
  ['a follow', [event(follow(bob, 'a'))], ['followed bob'], [bob]],
  ['a follow of somebody else', [event(follow(bob, 'a', carol))], [], []],
  [
    'a follow and an unfollow within a moment are both told',
    [event(follow(bob, 'a')), event(unfollow(bob, 'a'))],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'another of the records of a follower deleted',
    [event(follow(bob, 'a')), event(unfollow(bob, 'b'))],
    ['followed bob'],
    [bob],
  ],
  [
    'the same event twice',
    [event(follow(bob, 'a')), event(follow(bob, 'a')), event(unfollow(bob, 'a')), event(unfollow(bob, 'a'))],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'a replay of one who came and went',
    [
      ...[event(follow(bob, 'a')), event(unfollow(bob, 'a'))],
      ...[event(follow(bob, 'a')), event(unfollow(bob, 'a'))],
    ],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'a replay of one who came and went twice, in one moment',
    [
      ...[
        event(follow(bob, 'a')),
        event(unfollow(bob, 'a')),
        event(follow(bob, 'b')),
        event(unfollow(bob, 'b')),
      ],
      ...[
        event(follow(bob, 'a')),
        event(unfollow(bob, 'a')),
        event(follow(bob, 'b')),
        event(unfollow(bob, 'b')),
      ],
    ],
    ['followed bob', 'unfollowed bob', 'followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'one who leaves, and makes the same record anew',
    [event(follow(bob, 'a')), event(unfollow(bob, 'a', 2)), event(commit('create', bob, 'a', alice, 3))],
    ['followed bob', 'unfollowed bob', 'followed bob'],
    [bob],
  ],
  [
    'two follow records of one account, one deleted',
    [event(follow(bob, 'a')), event(follow(bob, 'b')), event(unfollow(bob, 'a'))],
    ['followed bob'],
    [bob],
  ],
  [
    'one who leaves and comes again',
    [event(follow(bob, 'a')), event(unfollow(bob, 'a')), event(follow(bob, 'b'))],
    ['followed bob', 'unfollowed bob', 'followed bob'],
    [bob],
  ],
  ['an unfollow by nobody known', [event(unfollow(bob, 'a'))], [], []],
  [
    'an unfollow with an unknown key: the AppView has no follow any more',
    [listed(bob), event(unfollow(bob, old)), answer(bob, undefined)],
    ['unfollowed bob'],
    [],
  ],
  [
    'the AppView lags, and still has the very record',
    [listed(bob), event(unfollow(bob, old)), answer(bob, old)],
    ['unfollowed bob'],
    [],
  ],
  [
    'the AppView has the follow: what was deleted was the follow of somebody else',
    [listed(bob), event(unfollow(bob, foreign, Date.UTC(2100, 0))), answer(bob, old)],
    [],
    [bob],
  ],
  [
    'the AppView is ahead, and has a follow made after the delete',
    [listed(bob), event(unfollow(bob, old, 1)), answer(bob, young), event(follow(bob, young))],
    ['unfollowed bob', 'followed bob'],
    [bob],
  ],
  [
    'the key that the AppView told is known from then on',
    [
      listed(bob),
      event(unfollow(bob, foreign, Date.UTC(2100, 0))),
      answer(bob, old),
      event(unfollow(bob, old)),
    ],
    ['unfollowed bob'],
    [],
  ],
  [
    'one of the list who leaves and comes again before the AppView has answered',
    [listed(bob), event(unfollow(bob, old)), event(follow(bob, young)), answer(bob, young)],
    ['unfollowed bob', 'followed bob'],
    [bob],
  ],
  [
    'a follow whose event comes after the first list had it already',
    [listed(bob), event(follow(bob, 'a'))],
    ['followed bob'],
    [bob],
  ],
  [
    'a follow that the list told, and whose event comes later',
    [news(bob), event(follow(bob, 'a')), event(unfollow(bob, 'a'))],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'a follow that the list told, after a foreign record deleted whose event comes late as well',
    [(book) => void book.read(bob, 2, true), event(unfollow(bob, foreign)), event(follow(bob, 'a'))],
    [],
    [bob],
  ],
  [
    'an unfollow while the first list is read, by one whom the next page has',
    [begin, event(unfollow(bob, old)), listed(bob), answer(bob, undefined)],
    ['unfollowed bob'],
    [],
  ],
  [
    'one whom neither list nor AppView has, and whose event comes later',
    [event(follow(bob, 'a')), missing(bob), event(unfollow(bob, 'a'))],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'what the list told while no stream was there, and the stream brings afterwards',
    [late(bob), missing(bob), event(follow(bob, 'a')), event(unfollow(bob, 'a'))],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'the same, and more between that the list has not seen',
    [late(bob), event(follow(bob, 'a')), event(unfollow(bob, 'a')), event(follow(bob, 'b'))],
    ['followed bob', 'unfollowed bob', 'followed bob'],
    [bob],
  ],
  [
    'one whom the list missed and had again, and who leaves, before the stream brings it',
    [
      event(follow(bob, 'a')),
      missing(bob),
      late(bob),
      missing(bob),
      event(unfollow(bob, 'a')),
      event(follow(bob, 'b')),
      event(unfollow(bob, 'b')),
    ],
    ['followed bob', 'unfollowed bob', 'followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'one whom the list missed, and who comes and goes before the stream brings it',
    [
      listed(bob),
      missing(bob),
      event(unfollow(bob, 'a')),
      event(follow(bob, 'b')),
      event(unfollow(bob, 'b')),
    ],
    ['unfollowed bob', 'followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'one of whom the list told, who comes again after that',
    [late(bob), missing(bob), event(commit('create', bob, 'a', alice, 20)), event(unfollow(bob, 'a', 30))],
    ['followed bob', 'unfollowed bob', 'followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'a follow made anew while events were missing',
    [event(follow(bob, 'a')), gap, event(unfollow(bob, 'b')), answer(bob, undefined)],
    ['followed bob', 'unfollowed bob'],
    [],
  ],
  [
    'one who left, is in the list again, and whose old delete comes late',
    [listed(bob), begin, missing(bob), event(unfollow(bob, old)), news(bob), event(follow(bob, young))],
    ['unfollowed bob', 'followed bob'],
    [bob],
  ],
  [
    'an account that goes away and comes back',
    [event(follow(bob, 'a')), event(account(bob, false, 'deactivated')), event(account(bob, true))],
    ['followed bob', 'lost bob', 'returned bob'],
    [bob],
  ],
  [
    'what is told of a lost account is told once',
    [listed(bob), event(account(bob, false, 'deleted')), event(account(bob, false, 'deleted'))],
    ['lost bob'],
    [],
  ],
  [
    'a lost account in a list that is older than its loss',
    [listed(bob), event(account(bob, false, 'takendown')), (book) => book.back(bob, 0)],
    ['lost bob'],
    [],
  ],
  [
    'a lost account in a list that is younger than its loss',
    [listed(bob), event(account(bob, false, 'takendown')), (book) => book.back(bob, 1)],
    ['lost bob', 'returned bob'],
    [bob],
  ],
  [
    'an account whose loss and return only the list told of, with the follow that it had',
    [
      event(follow(bob, 'a')),
      missing(bob, deactivated),
      (book) => book.back(bob, 0),
      event(unfollow(bob, 'a')),
    ],
    ['followed bob', 'lost bob', 'returned bob', 'unfollowed bob'],
    [],
  ],
  [
    'a loss that the list told of, and whose event comes later, with that of the return',
    [
      listed(bob),
      missing(bob, deactivated),
      event(account(bob, false, 'deactivated')),
      event(account(bob, true)),
    ],
    ['lost bob', 'returned bob'],
    [bob],
  ],
  ['an account that never followed', [event(account(bob, false)), event(account(bob, true))], [], []],
  [
    'an account comes back with the follow that it had',
    [
      event(follow(bob, 'a')),
      event(account(bob, false)),
      event(account(bob, true)),
      event(unfollow(bob, 'a')),
    ],
    ['followed bob', 'lost bob', 'returned bob', 'unfollowed bob'],
    [],
  ],
];

describe('the followers by the events', () => {
  test.each(cases)('%s', (_, steps, expected, followers) => {
    const { said, book } = play(steps);
    expect(said).toEqual(expected);
    expect(book.followers()).toEqual(followers);
    expect(book.doubts()).toEqual([]);
  });

  test('a reason is told with a lost account and its return', () => {
    const book = new FollowerBook(alice, { followers: [[bob, 'a']], gone: [] });
    expect(book.apply(account(bob, false, 'suspended')).changes).toMatchObject([{ reason: 'suspended' }]);
    expect(book.apply(account(bob, true)).changes).toMatchObject([{ reason: 'suspended' }]);
  });

  test('an unfollow in doubt has the time of its event', () => {
    const { book } = play([listed(bob), event(unfollow(bob, old, 77))]);
    expect(book.settle(bob, undefined)).toEqual([{ kind: 'unfollowed', did: bob, time: 77 }]);
  });

  test('a doubt is kept: its event does not come again after what followed it', () => {
    const { book } = play([listed(bob), event(unfollow(bob, old, 77))]);
    const kept = JSON.parse(JSON.stringify(book.snapshot()));
    const again = new FollowerBook(alice, kept);
    expect(again.doubts()).toEqual([bob]);
    expect(play([event(follow(bob, young)), event(unfollow(bob, young))], again).said).toEqual([
      'unfollowed bob',
      'followed bob',
      'unfollowed bob',
    ]);
    expect(again.changes()?.doubts).toBeUndefined();
    expect(new FollowerBook(alice, kept).settle(bob, undefined)).toEqual([
      { kind: 'unfollowed', did: bob, time: 77 },
    ]);
  });

  test('what the list told is kept: a later run does not tell it again', () => {
    const { book } = play([late(bob), missing(bob), late(carol)]);
    const again = new FollowerBook(alice, JSON.parse(JSON.stringify(book.snapshot())));
    const events = [follow(bob, 'a'), unfollow(bob, 'a'), follow(carol, 'b'), follow(bob, 'c')];
    expect(play(events.map(event), again).said).toEqual(['followed bob']);
    expect(again.changes()?.told?.toSorted()).toEqual([[bob], [carol]]);
    expect(again.snapshot().told).toEqual([]);
  });

  test.each([
    ['before the AppView is asked of it', []],
    ['and the AppView knows of the follow after it', [answer(bob, young)]],
  ])('an unfollow and a follow that the list told are kept, where the unfollow has a key never seen, %s', (_, more) => {
    const { book } = play([
      listed(bob),
      missing(bob),
      (book) => void book.read(bob, Number.MAX_SAFE_INTEGER, true),
    ]);
    const again = new FollowerBook(alice, JSON.parse(JSON.stringify(book.snapshot())));
    const { said } = play([event(unfollow(bob, old)), ...more, event(follow(bob, young))], again);
    expect(said).toEqual([]);
    expect(again.followers()).toEqual([bob]);
    expect(again.doubts()).toEqual([]);
  });

  test('what the list told is bounded, for each account and for all of them', () => {
    const book = new FollowerBook(alice);
    for (let count = 0; count < 1_100; count++) book.read(`did:plc:${count}`, count, true);
    for (let count = 0; count < 100; count++) play([late(bob), missing(bob)], book);
    const told = book.snapshot();
    expect(told.told).toHaveLength(1_000);
    expect(told.told?.at(-1)).toHaveLength(1 + 10);
    expect(new FollowerBook(alice, { followers: [], gone: [], told: told.told }).snapshot().told).toEqual(
      told.told,
    );
  });

  test('what is kept brings the same book back', () => {
    const { book } = play([
      event(follow(bob, 'a')),
      listed(carol),
      event(follow('did:plc:dan', 'b')),
      event(account('did:plc:dan', false, 'deleted')),
    ]);
    const again = new FollowerBook(alice, JSON.parse(JSON.stringify(book.snapshot())));
    expect(again.snapshot()).toEqual(book.snapshot());
    expect(play([event(unfollow(bob, 'a')), event(account('did:plc:dan', true))], again).said).toEqual([
      'unfollowed bob',
      'returned dan',
    ]);
  });

  test('only what concerns the followers is to be kept', () => {
    const { book } = play([listed(bob)]);
    expect(book.apply(follow(carol, 'x', bob)).noted).toBe(false);
    expect(book.apply(unfollow(carol, 'x')).noted).toBe(false);
    expect(book.apply(follow(carol, 'y')).noted).toBe(true);
  });
});

test.each([
  ['desynchronized', false],
  ['throttled', false],
  ['deactivated', true],
  ['deleted', true],
  ['takendown', true],
  ['suspended', true],
  ['a word of its own', true],
  [undefined, true],
])('an account that is not active, for it is %s, is a follower lost: %s', (status, isLost) => {
  const book = new FollowerBook(alice);
  book.apply(follow(bob, 'a'));
  expect(book.apply(account(bob, false, status)).changes.length > 0).toBe(isLost);
  expect(book.has(bob)).toBe(!isLost);
  expect(book.apply(account(bob, true)).changes.length > 0).toBe(isLost);
});

test.each<[string, unknown, boolean]>([
  ['a follow', { $type: 'app.bsky.graph.follow', subject: alice }, true],
  ['a follow of somebody else', { $type: 'app.bsky.graph.follow', subject: bob }, false],
  ['a block', { $type: 'app.bsky.graph.block', subject: alice }, false],
  ['a follow of another program', { $type: 'com.example.follow', subject: alice }, false],
  ['a record without a type', { subject: alice }, false],
  ['a record whose type is no text', { $type: 1, subject: alice }, false],
  ['a list', [alice], false],
  ['a text', alice, false],
  ['nothing', undefined, false],
])('%s among the follows is a follow: %s', (_, record, isFollow) => {
  const event: RepoEvent = { ...commit('create', carol, 'a'), record: () => record } as RepoEvent;
  expect(new FollowerBook(alice).apply(event).changes.length > 0).toBe(isFollow);
});
