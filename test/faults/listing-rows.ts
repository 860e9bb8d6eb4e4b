import { expect } from 'vitest';
import type { AtClient } from '../../src/atproto/client.js';
import { type Address, accountOf } from '../../src/places/address.js';
import { openListing } from '../../src/places/listing-for.js';
import { error, html, json } from './answers.js';
import { alice, posts } from './house.js';
import type { FaultRow } from './row.js';

const at = (collection: string, rkey: string, did = alice.did) => `at://${did}/${collection}/${rkey}`;
const when = '2026-01-02T03:04:05.678Z';

/** A post as a service speaks of it. */
const postView = (rkey: string, text: string) => ({
  uri: at(posts, rkey),
  cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
  author: { ...alice, displayName: 'Alice' },
  record: { $type: posts, text, createdAt: when },
  indexedAt: when,
});
const good = [postView('3lb', 'the second map'), postView('3la', 'the first map')] as const;

/** Posts of which each but the first and the last is odd in a way of its own. */
const oddPosts = [
  good[0],
  { ...postView('3lc', 'of nobody'), author: null },
  null,
  { ...postView('3ld', 'counted in words'), likeCount: 'many', record: { text: 7, embed: [], reply: null } },
  [7],
  good[1],
];

/** The texts of all cells, and what has no row throws. */
const cellsAt =
  (address: Address, { isSignedIn = false } = {}) =>
  async (client: AtClient): Promise<readonly string[]> => {
    if (isSignedIn) await client.sessions.signIn({ identifier: alice.did, password: 'of the house' });
    const identity = accountOf(address) === undefined ? undefined : await client.resolve(alice.did);
    const { signal } = new AbortController();
    const listing = await openListing(address, { client, identity }, signal);
    if (!listing) throw new Error('nothing is listed there');
    const { rows } = await listing.load(undefined, { signal });
    await rows.later;
    return Array.from({ length: rows.length }, (_, index) => {
      const item = rows.at(index);
      expectText(listing.key(item), listing.json(item));
      return listing.row(item, () => undefined).cells.join('|');
    });
  };

function expectText(...texts: readonly unknown[]): void {
  for (const text of texts) if (typeof text !== 'string') throw new Error(`${String(text)} is no text`);
}

const has = (...texts: readonly string[]): unknown => texts.map((text) => expect.stringContaining(text));

const session = {
  'com.atproto.server.createSession': json({
    ...alice,
    accessJwt: 'access.of.alice',
    refreshJwt: 'refresh.of.alice',
  }),
};
const search = 'app.bsky.feed.searchPosts';
const notifications = 'app.bsky.notification.listNotifications';
const PACK = 'app.bsky.graph.starterpack';
const list = at('app.bsky.graph.list', '3lp');
const feed = {
  uri: at('app.bsky.feed.generator', 'maps'),
  displayName: 'Maps',
  creator: alice,
  did: 'did:web:feeds.example',
};
const member = (name: string) => ({
  uri: at('app.bsky.graph.listitem', name),
  subject: { ...alice, displayName: name },
});
const packAddress: Address = { kind: 'members', repo: alice.did, collection: PACK, rkey: '3lk' };
const packOpens = `alice.test/${PACK}/3lk/members`;
const starterPack = (members: object) =>
  json({ starterPack: { uri: at(PACK, '3lk'), creator: alice, record: {}, ...members } });

/** What somebody did to a post of alice's. */
const told = (rkey: string, members: object = {}) => ({
  uri: at('app.bsky.feed.like', rkey, 'did:plc:bbbbccccddddeeeeffffgggg'),
  author: { did: 'did:plc:bbbbccccddddeeeeffffgggg', handle: 'bob.test' },
  reason: 'like',
  reasonSubject: good[0].uri,
  record: { subject: { uri: good[0].uri } },
  isRead: false,
  indexedAt: when,
  ...members,
});

/** Lists of an AppView: what of them is odd costs itself, and who is refused is told why. */
export const listingRows: readonly FaultRow[] = [
  {
    when: 'of the posts that are found one has no author, one is null, and one no post at all',
    routes: { [search]: json({ posts: oddPosts, hitsTotal: 'many', cursor: null }) },
    ask: cellsAt({ kind: 'postSearch', words: 'map' }),
    gives: has('the second map', 'of nobody', '', '', '', 'the first map'),
  },
  {
    when: 'posts are looked for by nobody, and the AppView refuses with a web page (bluesky-social/atproto#3891)',
    routes: { [search]: html(403) },
    ask: (client) =>
      cellsAt({ kind: 'postSearch', words: 'map' })(client).catch(({ message }: Error) => message),
    gives: expect.stringMatching(
      /^127\.0\.0\.1:\d+ looks for posts only for who is signed in: :account\.sign-in signs in\.$/,
    ),
    asked: { [search]: 1 },
  },
  {
    when: 'posts are looked for by who is signed in, and the AppView refuses',
    routes: { ...session, [search]: error(403, 'Forbidden', 'not you') },
    ask: cellsAt({ kind: 'postSearch', words: 'map' }, { isSignedIn: true }),
    fails: { failure: 'status', status: 403, error: 'Forbidden' },
    says: /answered 403 Forbidden to app\.bsky\.feed\.searchPosts: not you/,
  },
  {
    when: 'a timeline has posts without a post, without an author, and for reasons that nobody knows',
    routes: {
      ...session,
      'app.bsky.feed.getTimeline': json({
        feed: [
          {
            post: good[0],
            reason: { $type: 'app.bsky.feed.defs#reasonOfTomorrow' },
            reply: { parent: null },
          },
          { post: null, reason: 'none' },
          null,
          ...oddPosts
            .slice(1, 5)
            .map((post) => ({ post, reply: 7, reason: { $type: 'x#reasonRepost', by: null } })),
          {
            post: good[1],
            reason: {
              $type: 'app.bsky.feed.defs#reasonRepost',
              by: { did: alice.did, handle: 'b.test', displayName: ' ' },
            },
          },
        ],
      }),
    },
    ask: cellsAt({ kind: 'timeline', repo: alice.did }, { isSignedIn: true }),
    gives: has('reasonOfTomorrow', '', '', '⟲|', '⟲', '⟲', '⟲', '⟲ @b.test'),
  },
  {
    when: 'one of many notifications is null, one of nobody, one for an unknown reason, and the posts do not come',
    routes: {
      ...session,
      [notifications]: json({
        notifications: [
          told('3l1'),
          null,
          told('3l2', { author: null, isRead: 'no' }),
          told('3l3', { reason: 'waved', reasonSubject: null, record: null }),
          told('3l4', { reason: 7, record: [], reasonSubject: 'at://' }),
        ],
        seenAt: 7,
      }),
      'app.bsky.feed.getPosts': error(500),
    },
    ask: cellsAt({ kind: 'notifications', repo: alice.did }, { isSignedIn: true }),
    gives: has(
      '|●|@bob.test|liked|post 3lb|',
      '',
      '||liked|post 3lb|',
      '|@bob.test|waved||',
      '|@bob.test|||',
    ),
  },
  {
    when: 'one of the lists with memberships is null, and a service tells of no starter packs',
    routes: {
      ...session,
      'app.bsky.graph.getListsWithMembership': json({
        listsWithMembership: [
          {
            list: { uri: list, name: 'On it', purpose: 'app.bsky.graph.defs#modlist' },
            listItem: { uri: list },
          },
          null,
          { list: null, listItem: {} },
          { list: { uri: 7, name: 'Not on it', purpose: null }, listItem: null },
        ],
      }),
      'app.bsky.graph.getStarterPacksWithMembership': error(501, 'MethodNotImplemented'),
    },
    ask: cellsAt({ kind: 'memberships', repo: alice.did }, { isSignedIn: true }),
    gives: has('✓|On it|moderation', '', '✓|', '|Not on it|'),
  },
  {
    when: 'a starter pack has feeds and people that are none',
    routes: {
      'app.bsky.graph.getStarterPack': starterPack({
        list: { uri: list },
        feeds: [feed, null, 7],
        joinedAllTimeCount: 'many',
      }),
      'app.bsky.graph.getList': json({
        items: [member('Bea'), null, { uri: 'at://x', subject: null }, member('Ann')],
      }),
    },
    ask: cellsAt(packAddress),
    gives: has('Maps|@alice.test', '', '', 'Bea|', '', '', 'Ann|'),
    screen: { opens: packOpens, shows: [/Maps/, /Bea/, /Ann/] },
  },
  {
    when: 'the list of a starter pack is gone',
    routes: {
      'app.bsky.graph.getStarterPack': starterPack({
        feeds: null,
        joinedAllTimeCount: 1234,
        joinedWeekCount: 5,
        listItemsSample: [member('Bea')],
      }),
    },
    ask: cellsAt(packAddress),
    gives: has('Bea|'),
    screen: {
      opens: packOpens,
      shows: [/Bea/, /is gone: these are some/, /1,234 joined by it, 5 this week/],
    },
  },
];
