import { describe, expect, test } from 'vitest';
import {
  type OwnState,
  ownPostText,
  toldState,
  withOwnPost,
  withOwnProfile,
} from '../../src/lenses/own-state.js';
import { relationText } from '../../src/lenses/relation.js';

const FOLLOW = 'at://did:plc:me/app.bsky.graph.follow/3k';
const BLOCK = 'at://did:plc:me/app.bsky.graph.block/3k';
const LIKE = 'at://did:plc:me/app.bsky.feed.like/3k';
const LIST = 'at://did:plc:me/app.bsky.graph.list/3k';

describe('an account with what was done since a service told of it', () => {
  test.each<[what: string, viewer: object, own: OwnState, relation: string, followers: number]>([
    ['followed', {}, { following: FOLLOW }, 'you follow', 8],
    ['followed, as the service knows by now', { following: FOLLOW }, { following: FOLLOW }, 'you follow', 7],
    ['followed, and it follows back', { followedBy: 'at://x' }, { following: FOLLOW }, 'mutual', 8],
    ['unfollowed', { following: FOLLOW }, { following: false }, '', 6],
    ['unfollowed, as the service knows by now', {}, { following: false }, '', 7],
    ['blocked', {}, { blocking: BLOCK }, 'blocking', 7],
    ['unblocked', { blocking: BLOCK }, { blocking: false }, '', 7],
    [
      'unblocked, and blocked by a list still',
      { blocking: LIST, blockingByList: { name: 'Spam' } },
      { blocking: false },
      'blocking by list',
      7,
    ],
    ['muted', {}, { muted: true }, 'muted', 7],
    ['unmuted', { muted: true }, { muted: false }, '', 7],
    [
      'unmuted, and muted by a list still',
      { muted: true, mutedByList: { name: 'Q' } },
      { muted: false },
      'muted by list',
      7,
    ],
    ['turned back: nothing was done', { following: FOLLOW }, { following: undefined }, 'you follow', 7],
  ])('%s', (_, viewer, own, relation, followersCount) => {
    const profile = { did: 'did:plc:bob', followersCount: 7, viewer };
    const shown = withOwnProfile(profile, own);
    expect(relationText(shown, 'did:plc:me')).toBe(relation);
    expect(shown).toMatchObject({ followersCount });
    // What came is left as it came.
    expect(profile.viewer).toBe(viewer);
  });

  test.each([undefined, null, 'x', 7, []])('odd: %j stays as it is', (profile) => {
    expect(withOwnProfile(profile, { following: FOLLOW })).toBe(profile);
  });

  test('a count that nobody told stays untold, and none is below 0', () => {
    expect(withOwnProfile({ did: 'did:plc:bob' }, { following: FOLLOW })).not.toHaveProperty(
      'followersCount',
    );
    const viewer = { following: FOLLOW };
    expect(withOwnProfile({ followersCount: 0, viewer }, { following: false })).toMatchObject({
      followersCount: 0,
    });
  });
});

describe('a post with what was done since', () => {
  test.each<
    [what: string, viewer: object, own: OwnState, counts: readonly number[], text: string | undefined]
  >([
    ['liked', {}, { like: LIKE }, [4, 2, 1], 'you liked it'],
    ['liked, as the service knows by now', { like: LIKE }, { like: LIKE }, [3, 2, 1], 'you liked it'],
    ['no longer liked', { like: LIKE }, { like: false }, [2, 2, 1], undefined],
    [
      'liked, reposted and bookmarked',
      { bookmarked: false },
      { like: LIKE, repost: LIKE, bookmarked: true },
      [4, 3, 2],
      'you liked, reposted and bookmarked it',
    ],
    ['no longer bookmarked', { bookmarked: true }, { bookmarked: false }, [3, 2, 0], undefined],
  ])('%s', (_, viewer, own, [likeCount, repostCount, bookmarkCount], text) => {
    const shown = withOwnPost({ uri: 'at://x', likeCount: 3, repostCount: 2, bookmarkCount: 1, viewer }, own);
    expect(shown).toMatchObject({ likeCount, repostCount, bookmarkCount });
    expect(ownPostText(shown)).toBe(text);
  });

  test('that no service knows yet says what was done to it, and nothing else', () => {
    const shown = withOwnPost(undefined, { like: LIKE });
    expect(ownPostText(shown)).toBe('you liked it');
    expect(withOwnPost(undefined, undefined)).toBeUndefined();
    expect(withOwnPost('x', { like: LIKE })).toBe('x');
  });
});

test.each<[viewer: unknown, told: OwnState]>([
  [undefined, {}],
  ['x', {}],
  [
    {},
    {
      following: false,
      blocking: false,
      muted: false,
      blocked: false,
      like: false,
      repost: false,
      bookmarked: false,
    },
  ],
  [
    { following: FOLLOW, like: 7 },
    { following: FOLLOW, like: false },
  ],
  [{ blocking: BLOCK }, { blocking: BLOCK }],
  // By a list alone: there is no block of one's own to take back.
  [{ blocking: LIST, blockingByList: { uri: LIST } }, { blocking: false }],
  // Whether it is muted by itself, too, nobody tells.
  [{ muted: true, mutedByList: { uri: LIST } }, { muted: undefined }],
])('what a service tells by %j', (viewer, told) => {
  expect(toldState({ viewer })).toMatchObject(told);
});
