import { describe, expect, test } from 'vitest';
import type { AppView, RawPage } from '../../src/atproto/appview.js';
import { rawItemFromText } from '../../src/atproto/calls/raw-items.js';
import type { AtClient } from '../../src/atproto/client.js';
import type { Identity } from '../../src/atproto/identity/identity.js';
import type { Address } from '../../src/places/address.js';
import type { Listing } from '../../src/places/listing.js';
import { listingFor } from '../../src/places/listing-for.js';
import { rawItemsFromValues } from '../support/rows/raw-items-from-values.js';

const alice = 'did:plc:alicealicealicealicealic';
const bob = 'did:plc:bobbobbobbobbobbobbobbob';
const rawItem = (value: unknown) => rawItemFromText(JSON.stringify(value));
const nobody = () => undefined;

const profile = {
  did: bob,
  handle: 'bob.test',
  displayName: 'Bob 🦀',
  description: 'line one\nline two',
  associated: { labeler: true, chat: { allowIncoming: 'all' } },
  verification: { verifications: [], verifiedStatus: 'valid', trustedVerifierStatus: 'none' },
  status: { status: 'app.bsky.actor.status#live', isActive: true, record: {} },
  labels: [
    { src: bob, uri: bob, val: '!no-unauthenticated', cts: '2024-01-01T00:00:00Z' },
    { src: alice, uri: bob, val: 'spam', neg: true, cts: '2024-01-01T00:00:00Z' },
  ],
  indexedAt: '2024-01-01T00:00:00Z',
};

/** An AppView of which two methods answer, and which notes what it was asked. */
const asked: unknown[] = [];
const answer =
  (method: string) =>
  async (subject: string, cursor: string | undefined): Promise<RawPage> => {
    asked.push([method, subject, cursor]);
    return { items: rawItemsFromValues([profile]), cursor: 'next' };
  };
const appview: Partial<AppView> = {
  page: (_query, member, params, cursor) =>
    answer(member)('actor' in params ? String(params.actor) : '', cursor),
  getLikes: answer('likes'),
};

/** What an address lists, asked of that AppView by nobody. */
function listingAt(address: Address): Listing {
  const client = { appview, sessions: {} } as unknown as AtClient;
  return listingFor(address, { client, identity: { did: alice } as Identity })!;
}

const followers = listingAt({ kind: 'followers', repo: 'alice.test' });
const follows = listingAt({ kind: 'follows', repo: 'alice.test' });
const likes = listingAt({
  kind: 'likes',
  repo: 'alice.test',
  collection: 'app.bsky.feed.post',
  rkey: '3k',
});

test.each([
  [followers, ['followers', alice, 'here']],
  [follows, ['follows', alice, 'here']],
  [likes, ['likes', `at://${alice}/app.bsky.feed.post/3k`, 'here']],
])('$address.kind are asked for by DID, a page at a time', async (listing, question) => {
  const page = await listing.load('here', { signal: new AbortController().signal });
  expect(asked.at(-1)).toEqual(question);
  expect(page).toMatchObject({ cursor: 'next', rows: { length: 1 } });
  expect(listing.dependsOnViewer).toBe(true);
});

describe('an account in a row', () => {
  test('is its name, handle, description, marks and DID', () => {
    const row = followers.row(rawItem(profile), nobody);
    expect(followers.columns.map((column) => column.title)).toEqual([
      'name',
      'handle',
      'description',
      'marks',
      'indexed',
      'did',
    ]);
    expect(row.cells).toEqual([
      'Bob 🦀',
      '@bob.test',
      'line one ⏎ line two',
      'verified labeler live ⚐ only for who is signed in (self)',
      expect.stringMatching(/^202[34]-\d\d-\d\d \d\d:\d\d$/),
      bob,
    ]);
    expect(row).toMatchObject({ did: bob, uri: `at://${bob}`, cid: undefined });
    expect(followers.key(rawItem(profile))).toBe(bob);
  });

  test('opens by its handle', () => {
    expect(followers.row(rawItem(profile), nobody).opens).toEqual({ kind: 'repo', repo: 'bob.test' });
  });

  test.each([
    'handle.invalid',
    'HANDLE.invalid',
    'not a handle',
    '',
    undefined,
    5,
  ])('opens by its DID when the handle is %j', (handle) => {
    expect(follows.row(rawItem({ ...profile, handle }), nobody).opens).toEqual({ kind: 'repo', repo: bob });
  });

  test('opens nothing when it has neither', () => {
    const row = follows.row(rawItem({ did: 'did:', handle: 'x' }), nobody);
    expect(row).toMatchObject({ opens: undefined, did: undefined, uri: undefined });
  });

  test.each([null, 'x', [], {}, { labels: 'x', verification: 3, displayName: {} }])('may be %j', (item) => {
    for (const listing of [followers, follows, likes]) {
      const row = listing.row(rawItem(item), nobody);
      expect(row.cells).toHaveLength(listing.columns.length);
      expect(row.cells.every((cell) => cell === '')).toBe(true);
      expect(row.opens).toBeUndefined();
    }
  });

  test('shows its JSON as it came', () => {
    const item = rawItem(profile);
    expect(followers.json(item)).toBe(item.text());
  });
});

describe('a like in a row', () => {
  const like = { indexedAt: '2024-02-21T03:12:00Z', createdAt: '2024-02-21T03:11:00Z', actor: profile };

  test('is a time, and the account behind it', () => {
    const row = likes.row(rawItem(like), nobody);
    expect(row.cells.slice(0, 3)).toEqual(['2024-02', 'Bob 🦀', '@bob.test']);
    expect(row).toMatchObject({ did: bob, opens: { kind: 'repo', repo: 'bob.test' } });
    expect(likes.key(rawItem(like))).toBe(bob);
  });

  test('has the time at which it was seen where its own is no date', () => {
    expect(likes.row(rawItem({ ...like, createdAt: '?' }), nobody).cells[0]).toBe('2024-02');
  });
});
