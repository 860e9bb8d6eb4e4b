import { describe, expect, test } from 'vitest';
import type { AppView } from '../../src/atproto/appview.js';
import { createAppView } from '../../src/atproto/bsky-appview.js';
import { hostPolicy } from '../../src/atproto/calls/host-policy.js';
import { createPdsSource } from '../../src/atproto/pds-source.js';
import type { RepoSource } from '../../src/atproto/repo-source.js';
import { answering, answeringTransport, identityThere } from '../support/answering.js';

/** What a member may be instead of a text: of each kind one. */
const noTexts = [null, 7, true, [], ['x'], {}, { text: 'x' }];
const noNumbers = [null, '7', true, [], {}];
const noLists = [7, 'x', true, {}, { 0: 'x' }];

const appview = (answer: unknown): AppView => createAppView(answering(answer));
const repo = (answer: unknown): RepoSource =>
  createPdsSource(answeringTransport(answer), hostPolicy(['https://service.test']), identityThere);
const bob = { did: 'did:plc:b', handle: 'bob.test', displayName: 'Bob' };
const carol = { did: 'did:plc:c', handle: 'carol.test' };
const dave = { did: 'did:plc:d', handle: 'dave.test', displayName: 'Dave' };

describe('an odd member of a profile costs that member (dollspace-gay/Aurora-Prism#51)', () => {
  const alice = { did: 'did:plc:a', handle: 'alice.test', followersCount: 7, new: [1] };

  test('nulls', async () => {
    const nulls = { displayName: null, description: null, avatar: null, labels: null, viewer: null };
    expect(await appview({ ...alice, ...nulls }).getProfile('alice.test')).toEqual(alice);
  });

  test.each([
    ...[
      'handle',
      'displayName',
      'description',
      'pronouns',
      'website',
      'avatar',
      'banner',
      'createdAt',
      'indexedAt',
    ].flatMap((member) => noTexts.map((value) => [member, value] as const)),
    ...['followersCount', 'followsCount', 'postsCount'].flatMap((member) =>
      noNumbers.map((value) => [member, value] as const),
    ),
    ...noLists.map((value) => ['labels', value] as const),
    ...[7, 'x', []].map((value) => ['viewer', value] as const),
  ])('%s is %j', async (member, value) => {
    const profile = await appview({ ...alice, [member]: value }).getProfile('alice.test');
    const { [member]: _odd, ...others } = alice as Record<string, unknown>;
    expect(profile).toEqual(others);
  });

  test('a number past all numbers', async () => {
    const text = '{"did":"did:plc:a","postsCount":12345678901234567890,"followsCount":1e999}';
    expect(await appview(text).getProfile('a')).toEqual({ did: 'did:plc:a' });
  });

  test.each([
    ['null', 'the answer is not an object'],
    ['[]', 'the answer is not an object'],
    ['{"handle":"alice.test"}', 'the answer has no did'],
    ['{"did":null}', 'the answer has a did that is not a string'],
    ['', 'the answer is empty'],
    ['<html>', 'the answer is a web page and not JSON'],
  ])('without an account there is no profile: %s', async (text, says) => {
    await expect(appview(text).getProfile('alice.test')).rejects.toMatchObject({
      failure: 'malformed',
      nsid: 'app.bsky.actor.getProfile',
      message: `service.test: ${says}`,
    });
  });
});

describe('an odd item of a list costs that item', () => {
  const odd = [null, 7, 'x', [], {}, { did: null }, { did: 7 }, { did: { did: 'did:plc:x' } }];

  test('one of many profiles whose name is null costs nobody a handle', async () => {
    const profiles = [bob, { ...carol, displayName: null }, dave];
    expect(await appview({ profiles }).getProfiles(['b', 'c', 'd'])).toEqual([bob, carol, dave]);
  });

  test('profiles', async () => {
    expect(await appview({ profiles: [bob, ...odd, dave] }).getProfiles(['b'])).toEqual([bob, dave]);
  });

  test('relationships: that a follow is odd is not that there is none', async () => {
    const relationships = [
      { actor: 'did:plc:x', notFound: true },
      ...odd,
      { did: 'did:plc:b', followedBy: 'at://b/f/1', following: null },
      ...[7, [], {}, true].map((followedBy) => ({ did: 'did:plc:c', followedBy })),
    ];
    const [unknown, first, ...others] = await appview({ relationships }).getRelationships('did:plc:a', ['b']);
    expect(unknown).toEqual({ did: 'did:plc:x', isWhole: true });
    expect(first).toEqual({ did: 'did:plc:b', followedBy: 'at://b/f/1', isWhole: true });
    expect(others).toHaveLength(4);
    expect(new Set(others.map(({ isWhole }) => isWhole))).toEqual(new Set([false]));
  });

  test('feeds', async () => {
    const feed = { uri: 'at://f', displayName: 'Feed' };
    const feeds = [
      { ...feed, creator: bob },
      ...odd,
      { ...feed, displayName: null },
      ...[null, 7, {}, { handle: 7 }].map((creator) => ({ ...feed, creator })),
    ];
    const titled = { uri: 'at://f', title: 'Feed' };
    expect(await appview({ feeds }).getFeedGenerators(['at://f'])).toEqual([
      { ...titled, handle: 'bob.test' },
      ...Array(4).fill(titled),
    ]);
  });

  test.each([null, 7, [], {}, { handle: null }])('a list whose creator is %j', async (creator) => {
    const list = { uri: 'at://l', name: 'List', creator };
    expect(await appview({ list, items: null }).getList('at://l')).toEqual({ uri: 'at://l', title: 'List' });
  });
});

describe('null where a list belongs is an empty list', () => {
  test.each([
    ['profiles', (at: AppView) => at.getProfiles(['a'])],
    ['relationships', (at: AppView) => at.getRelationships('a', ['b'])],
    ['feeds', (at: AppView) => at.getFeedGenerators(['at://f'])],
  ])('of %s', async (member, ask) => {
    expect(await ask(appview({ [member]: null }))).toEqual([]);
    for (const value of [undefined, ...noLists]) {
      await expect(ask(appview({ [member]: value }))).rejects.toMatchObject({ failure: 'malformed' });
    }
  });

  test.each([
    ['followers', (at: AppView) => at.getFollowers('a', undefined)],
    ['follows', (at: AppView) => at.page('app.bsky.graph.getFollows', 'follows', { actor: 'a' }, undefined)],
    ['likes', (at: AppView) => at.getLikes('at://l', undefined)],
  ])('of the pages of %s', async (member, ask) => {
    const page = await ask(appview({ [member]: null, cursor: null }));
    expect(page).toMatchObject({ items: { length: 0 }, cursor: undefined });
    for (const value of [undefined, ...noLists]) {
      await expect(ask(appview({ [member]: value }))).rejects.toMatchObject({
        message: `service.test: the answer has no list of ${member}`,
      });
    }
  });
});

describe('a repository is described by its collections, whatever else is said of it', () => {
  const collections = ['app.bsky.feed.post'];
  test.each([
    ['without handleIsCorrect', { did: 'did:plc:a', handle: 'a.test', didDoc: {}, collections }],
    ['without anything else', { collections }],
    ['with nulls', { did: null, handle: null, handleIsCorrect: null, didDoc: null, collections }],
    ['with other types', { did: 7, handle: {}, handleIsCorrect: 'yes', didDoc: [], collections }],
  ])('%s', async (_how, answer) => {
    expect(await repo(answer).describe()).toEqual({ collections });
  });

  const entries = 'of the service’s list';
  const many = Array.from({ length: 20_000 }, () => 'app.bsky.feed.post');
  test.each<[string, unknown[], string]>([
    [
      'other types',
      [null, 7, ...collections, {}, ['x']],
      `4 entries ${entries} that are not names of collections`,
    ],
    ['one other type', [...collections, null], `one entry ${entries} that is not the name of a collection`],
    [
      'names of no collections',
      [
        '',
        'post',
        'app.bsky',
        'app.bsky.feed.post/x',
        'app..post',
        'a.b.c-d',
        '\u202eapp.bsky.feed.post',
        ...collections,
      ],
      `7 entries ${entries} that are not names of collections`,
    ],
    [
      'a name that is too long',
      [...collections, `app.bsky.${'x'.repeat(400)}`],
      `one entry ${entries} that is not the name of a collection`,
    ],
    [
      'one twice (snarfed/arroba#87)',
      [...collections, ...collections],
      `one entry ${entries} that it had named before`,
    ],
    ['one very often', many, `19999 entries ${entries} that it had named before`],
  ])('with %s among them', async (_what, named, said) => {
    expect(await repo({ collections: named }).describe()).toEqual({
      collections,
      note: `Left out: ${said}.`,
    });
  });

  test.each<[unknown, string]>([
    [null, 'sent null in place of a list of collections'],
    [undefined, 'sent no list of collections'],
    ...noLists.map((value): [unknown, string] => [
      value,
      'sent something else in place of a list of collections',
    ]),
  ])('collections of %j are none, with a note', async (value, said) => {
    expect(await repo({ did: 'did:plc:a', collections: value }).describe()).toEqual({
      collections: [],
      note: `The service ${said}, so this is taken for none.`,
    });
  });

  test.each([
    'null',
    '[]',
    '"app.bsky.feed.post"',
    '7',
  ])('an answer of %s describes nothing', async (answer) => {
    await expect(repo(answer).describe()).rejects.toMatchObject({ failure: 'malformed' });
  });
});

describe('records', () => {
  test('null is a page of none', async () => {
    const { items, cursor } = await repo({ records: null }).list('a.b.c', undefined);
    expect([items.length, items.at(0), cursor]).toEqual([0, undefined, undefined]);
  });

  test.each([undefined, ...noLists])('%j is no page', async (records) => {
    await expect(repo({ records }).list('a.b.c', undefined)).rejects.toMatchObject({ failure: 'malformed' });
  });

  test.each([
    '{"value":{}}',
    '{"uri":null,"cid":7,"value":null}',
    '{"uri":"at://a/b/c","value":[]}',
  ])('one is there as long as it has a value: %s', async (text) => {
    expect((await repo(text).get('a.b.c', 'd')).text()).toBe(text);
  });
});

test.each([
  ['null', undefined],
  ['""', undefined],
  ['"next"', 'next'],
  ['7', '7'],
  ['12345678901234567890', '12345678901234567890'],
  ['{"at":1}', '{"at":1}'],
  ['false', 'false'],
])('a cursor of %s costs no row, and is given back as it was sent', async (cursor, given) => {
  const page = await appview(`{"follows":[{}],"cursor":${cursor}}`).page(
    'app.bsky.graph.getFollows',
    'follows',
    { actor: 'a' },
    undefined,
  );
  expect(page.items.length).toBe(1);
  expect(page.cursor).toBe(given);
});
