import { describe, expect, test } from 'vitest';
import type { MadeChange } from '../../../src/keep/made-change.js';
import { membershipKey } from '../../../src/lenses/own-state.js';
import {
  type OwnChange,
  ownChanges,
  ownRecordIn,
  withHeard,
  withOwn,
  withoutOwn,
} from '../../../src/store/social/own-update.js';

const ME = 'did:plc:me';
const BOB = 'did:plc:bob';
const POST = `at://${BOB}/app.bsky.feed.post/3k`;
const LIST = `at://${ME}/app.bsky.graph.list/3l`;
const uriOf = (collection: string) => `at://${ME}/${collection}/3k`;

const kept = (value: object) => ({ cid: 'bafy', json: JSON.stringify(value) });
const made = (collection: string, value: object): MadeChange => ({
  kind: 'record',
  collection,
  rkey: '3k',
  before: undefined,
  after: kept(value),
  blobs: [],
});
const deleted = (collection: string, value: object): MadeChange => ({
  kind: 'record',
  collection,
  rkey: '3k',
  before: kept(value),
  after: undefined,
  blobs: [],
});
const called = (nsid: string, input: object): MadeChange => ({
  kind: 'procedure',
  nsid,
  input,
  opposite: 'x',
});

const FOLLOW = 'app.bsky.graph.follow';
const LIKE = 'app.bsky.feed.like';
const REPOST = 'app.bsky.feed.repost';
const BLOCK = 'app.bsky.graph.block';
const LISTBLOCK = 'app.bsky.graph.listblock';
const ITEM = 'app.bsky.graph.listitem';

describe('what a change comes to between the two', () => {
  test.each<[what: string, change: MadeChange, own: readonly OwnChange[]]>([
    ['a follow', made(FOLLOW, { subject: BOB }), [{ key: BOB, member: 'following', value: uriOf(FOLLOW) }]],
    [
      'a follow that is gone',
      deleted(FOLLOW, { subject: BOB }),
      [{ key: BOB, member: 'following', value: false }],
    ],
    ['a block', made(BLOCK, { subject: BOB }), [{ key: BOB, member: 'blocking', value: uriOf(BLOCK) }]],
    ['a like', made(LIKE, { subject: { uri: POST } }), [{ key: POST, member: 'like', value: uriOf(LIKE) }]],
    [
      'a repost',
      made(REPOST, { subject: { uri: POST } }),
      [{ key: POST, member: 'repost', value: uriOf(REPOST) }],
    ],
    [
      'a blocked list',
      made(LISTBLOCK, { subject: LIST }),
      [{ key: LIST, member: 'blocked', value: uriOf(LISTBLOCK) }],
    ],
    [
      'an account on a list',
      made(ITEM, { subject: BOB, list: LIST }),
      [{ key: membershipKey(LIST, BOB), member: 'listed', value: uriOf(ITEM) }],
    ],
    [
      'a mute',
      called('app.bsky.graph.muteActor', { actor: BOB }),
      [{ key: BOB, member: 'muted', value: true }],
    ],
    [
      'an unmute',
      called('app.bsky.graph.unmuteActor', { actor: BOB }),
      [{ key: BOB, member: 'muted', value: false }],
    ],
    [
      'a muted list',
      called('app.bsky.graph.muteActorList', { list: LIST }),
      [{ key: LIST, member: 'muted', value: true }],
    ],
    [
      'a bookmark',
      called('app.bsky.bookmark.createBookmark', { uri: POST, cid: 'b' }),
      [{ key: POST, member: 'bookmarked', value: true }],
    ],
    ['a post', made('app.bsky.feed.post', { text: 'Hello' }), []],
    ['a procedure of another kind', called('com.example.wave', { actor: BOB }), []],
    ['an odd follow', made(FOLLOW, { subject: 7 }), []],
    ['an odd item', made(ITEM, { subject: BOB }), []],
    ['an odd mute', called('app.bsky.graph.muteActor', {}), []],
  ])('%s', (_, change, own) => expect(ownChanges(ME, [change])).toEqual(own));

  test('a follow of one that became a follow of another', () => {
    const change: MadeChange = {
      ...(made(FOLLOW, { subject: 'did:plc:carol' }) as object),
      before: kept({ subject: BOB }),
    } as MadeChange;
    expect(ownChanges(ME, [change])).toEqual([
      { key: BOB, member: 'following', value: false },
      { key: 'did:plc:carol', member: 'following', value: uriOf(FOLLOW) },
    ]);
  });
});

test('a service’s word counts once it must know, and no sooner', () => {
  const done = withOwn(
    { own: new Map(), namesVersion: 0 },
    [{ key: BOB, member: 'following', value: uriOf(FOLLOW) }],
    1_000,
  );
  const heard = [{ key: BOB, view: { did: BOB, viewer: { muted: true } } }];
  expect(withHeard(done, heard, 30_000)).toEqual({});
  const later = withHeard(done, heard, 90_000);
  expect(later).toMatchObject({ namesVersion: 2 });
  expect(later.own?.get(BOB)).toMatchObject({ following: false, muted: true });
  // Told to nobody, it says nothing; and of whom nothing was done nothing is kept.
  expect(withHeard(done, [{ key: BOB, view: { did: BOB } }], 90_000)).toEqual({});
  expect(withHeard(done, [{ key: 'did:plc:carol', view: { viewer: {} } }], 90_000)).toEqual({});
});

test('one thing after another is kept beside each other, and drawn anew', () => {
  const first = withOwn({ own: new Map(), namesVersion: 3 }, [{ key: BOB, member: 'muted', value: true }]);
  expect(first.namesVersion).toBe(4);
  const second = withOwn(first, [{ key: BOB, member: 'following', value: uriOf(FOLLOW) }]);
  expect(second.own.get(BOB)).toMatchObject({ muted: true, following: uriOf(FOLLOW) });
  expect(first.own.get(BOB)).toMatchObject({ muted: true });
  // Turned back, a service's word counts again.
  expect(withOwn(second, [{ key: BOB, member: 'following', value: undefined }]).own.get(BOB)).toMatchObject({
    muted: true,
    following: undefined,
  });
  expect(withoutOwn(second)).toEqual({ own: new Map(), namesVersion: 6 });
});

test.each([
  [uriOf(FOLLOW), { collection: FOLLOW, rkey: '3k' }],
  [`at://${BOB}/${FOLLOW}/3k`, undefined],
  [`at://${ME}/${FOLLOW}`, undefined],
  [true, undefined],
  [undefined, undefined],
])('a record of one’s own: %j', (uri, record) => expect(ownRecordIn(uri, ME)).toEqual(record));
