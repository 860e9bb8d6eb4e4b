import { describe, expect, test } from 'vitest';
import { relationLines, relationText } from '../../src/lenses/relation.js';

const me = 'did:plc:alicealicealicealicealic';
const did = 'did:plc:bobbobbobbobbobbobbobbob';
const uri = `at://${me}/app.bsky.graph.block/3k`;
const list = { uri: `at://${me}/app.bsky.graph.list/3k`, name: 'Noise' };

/** What relations a viewer state makes, in a row and on a profile. */
const both = (viewer: unknown) => [
  relationText({ did, viewer }, me),
  relationLines({ did, viewer }, me).join(' / '),
];

test.each<[unknown, string, string]>([
  [{ muted: false, blockedBy: false }, '', ''],
  [
    { blocking: uri, blockedBy: true },
    'blocked by, blocking',
    'blocked by this account / blocking this account',
  ],
  [{ blocking: list.uri, blockingByList: list }, 'blocking by list', 'blocking by list “Noise”'],
  [
    { blocking: uri, blockingByList: list },
    'blocking, blocking by list',
    'blocking this account / blocking by list “Noise”',
  ],
  [{ muted: true, mutedByList: list }, 'muted by list', 'muted by list “Noise”'],
  [{ muted: true, mutedByList: { uri: list.uri } }, 'muted by list', `muted by list ${list.uri}`],
  [
    { mutedOnlyReposts: true, following: uri },
    'reposts muted, you follow',
    'its reposts are muted / you follow',
  ],
  [{ mutedOnlyQuoteposts: true }, 'quotes muted', 'its quote posts are muted'],
  [
    { activitySubscription: { post: true, reply: true }, followedBy: uri },
    'follows you',
    'follows you / you are notified of its posts and replies',
  ],
  [
    {
      knownFollowers: {
        count: 9,
        followers: [{ handle: 'a.test' }, { displayName: 'Bea', handle: 'b.test' }],
      },
    },
    '',
    'followed by 9 whom you follow: a.test, Bea, …',
  ],
  [{ knownFollowers: { count: 4, followers: [] } }, '', 'followed by 4 whom you follow'],
])('%j', (viewer, row, profile) => {
  expect(both(viewer)).toEqual([row, profile]);
});

test('the account that is signed in is told to be that', () => {
  expect(relationText({ did: me, viewer: { muted: true } }, me)).toBe('you');
  expect(relationLines({ did: me }, me)).toEqual(['this is you']);
});

describe('a viewer state that is none does no harm', () => {
  test.each([
    undefined,
    null,
    'x',
    [],
    { blocking: 7, blockedBy: 'yes', following: {}, muted: 1 },
    { blockingByList: 'x', mutedByList: [], activitySubscription: true },
    { knownFollowers: { count: 'many', followers: 'x' } },
    { knownFollowers: { count: -1 } },
  ])('%j', (viewer) => {
    expect(both(viewer)).toEqual(['', '']);
  });

  test('names stay on one line and short', () => {
    const name = `a\nb${'x'.repeat(9_000)}`;
    const [, line] = both({
      mutedByList: { name },
      knownFollowers: { count: 1, followers: [{ displayName: name }] },
    });
    expect(line!.length).toBeLessThan(300);
    expect(line).not.toContain('\n');
  });
});
