import { expect, test } from 'vitest';
import { rawItemFromText } from '../../src/atproto/calls/raw-items.js';
import { feedListing, reasonText } from '../../src/places/feed-view.js';

const author = { did: 'did:plc:aaaabbbbccccddddeeeeffff', handle: 'a.test' };
const post = {
  uri: `at://${author.did}/app.bsky.feed.post/3lb`,
  author,
  record: { text: 'So it is', reply: { parent: {} } },
};
const reason = {
  $type: 'app.bsky.feed.defs#reasonRepost',
  by: { did: 'did:plc:b', handle: 'b.test', displayName: 'Bea' },
};

const listing = feedListing({
  address: { kind: 'timeline', repo: 'a.test' },
  page: () => Promise.reject(new Error('it is not asked')),
});
const itemOf = (view: unknown) => rawItemFromText(JSON.stringify(view));
function cells(view: unknown): Readonly<Record<string, string | undefined>> {
  const row = listing.row(itemOf(view), () => undefined);
  return Object.fromEntries(listing.columns.map(({ title }, index) => [title, row.cells[index]]));
}

test('a reply says whom it answers, as far as the feed tells', () => {
  const answered = (parent: unknown) => cells({ post, reply: { parent } }).text;
  expect(answered({ author: { did: 'did:plc:c', handle: 'c.test' } })).toBe('↳ @c.test So it is');
  expect(answered({ author: { did: 'did:plc:c' } })).toBe('↳ did:plc:c So it is');
  expect(answered({ $type: 'app.bsky.feed.defs#notFoundPost', notFound: true })).toBe('↳ So it is');
  expect(cells({ post }).text).toBe('↳ So it is');
});

test('why a post is there stands beside it, in words', () => {
  expect(cells({ post, reason }).why).toBe('⟲ Bea');
  expect(reasonText({ ...reason, by: { did: 'did:plc:b', handle: 'b.test', displayName: '  ' } })).toBe(
    '⟲ @b.test',
  );
  expect(reasonText({ $type: 'app.bsky.feed.defs#reasonPin' })).toBe('pinned');
  expect(reasonText({ $type: 'com.example.feed#reasonBoost' })).toBe('reasonBoost');
  expect([undefined, null, 7, {}].map(reasonText)).toEqual(['', '', '', '']);
});

test('the same post by itself and passed on are two rows; both are read as the post, and printed whole', () => {
  const [own, passedOn] = [itemOf({ post }), itemOf({ post, reason })];
  expect(listing.key(own)).not.toBe(listing.key(passedOn));
  expect(listing.json(passedOn)).toBe(JSON.stringify(post));
  expect(JSON.parse(listing.whole!(passedOn))).toEqual({ post, reason });
  expect(listing.row(passedOn, () => undefined)).toMatchObject({
    opens: { kind: 'record', repo: 'a.test', rkey: '3lb' },
    did: author.did,
  });
});
