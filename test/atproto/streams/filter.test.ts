import { describe, expect, test } from 'vitest';
import type { StreamFilter } from '../../../src/atproto/streams/event-stream.js';
import { canShare, covers, joined, wantedBy } from '../../../src/atproto/streams/filter.js';
import type { RepoEvent } from '../../../src/atproto/streams/repo-event.js';

function filter(collections: string, dids: string): StreamFilter {
  return { collections: collections.split(' ').filter(Boolean), dids: dids.split(' ').filter(Boolean) };
}

function commit(did: string, collection: string): RepoEvent {
  return {
    kind: 'commit',
    did,
    collection,
    time: 0,
    cursor: 0,
    operation: 'delete',
    rkey: 'r',
    cid: undefined,
    record() {},
  };
}

describe('an event passes', () => {
  test.each([
    ['', '', 'did:a', 'app.bsky.feed.post', true],
    ['app.bsky.feed.post', '', 'did:a', 'app.bsky.feed.post', true],
    ['app.bsky.feed.post', '', 'did:a', 'app.bsky.feed.postgate', false],
    ['app.bsky.feed.*', '', 'did:a', 'app.bsky.feed.post', true],
    ['app.bsky.feed.*', '', 'did:a', 'app.bsky.feedback.post', false],
    ['com.example.* app.bsky.feed.like', 'did:a did:b', 'did:b', 'app.bsky.feed.like', true],
    ['', 'did:a did:b', 'did:c', 'app.bsky.feed.like', false],
  ])('[%s] [%s]: %s %s → %s', (collections, dids, did, collection, passes) => {
    expect(wantedBy(filter(collections, dids)).event(commit(did, collection))).toBe(passes);
  });

  test('accounts and identities by their DID alone', () => {
    const wanted = wantedBy(filter('app.bsky.feed.post', 'did:a'));
    const account = { kind: 'account', time: 0, cursor: 0, active: true, status: undefined } as const;
    expect(wanted.event({ ...account, did: 'did:a' })).toBe(true);
    expect(wanted.event({ ...account, did: 'did:b' })).toBe(false);
  });
});

test.each([
  ['equal filters', ['f', ''], ['f', ''], true],
  ['the same, in another order', ['f g', 'a b'], ['g f', 'b a'], true],
  ['the same collections of other accounts', ['f', 'a'], ['f', 'b'], true],
  ['one that lets all through, and any', ['', ''], ['f', 'a'], true],
  ['a prefix, and what it covers', ['x.*', ''], ['x.y x.z.*', 'a'], true],
  ['other collections of other accounts', ['f', 'a'], ['g', 'b'], false],
  ['other collections', ['f', ''], ['g', ''], false],
  ['all of one account, and one kind of all', ['', 'a'], ['f', ''], false],
] as const)('%s share a connection or do not', (_, [a, b], [c, d], shares) => {
  const [left, right] = [filter(a, b), filter(c, d)];
  expect(canShare(left, right)).toBe(shares);
  expect(canShare(right, left)).toBe(shares);
  expect(covers(joined([left, right]), left) && covers(joined([left, right]), right)).toBe(true);
});
