import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import type { Address } from '../../src/places/address.js';
import type { Listing, ListRow } from '../../src/places/listing.js';
import { openListing } from '../../src/places/listing-for.js';
import { say } from '../../src/text/sentence.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';

const defs = 'app.bsky.actor.defs#';
/** Other runs on the same network have others. */
const handle = `prefs-${randomBytes(3).toString('hex')}.test`;

let network: SeededNetwork;
let owner: SignedIn;
let feed: string;
let list: string;
let client: AtClient;

beforeAll(async () => {
  network = await useSeededNetwork();
  const { alice, accounts } = network.seed;
  feed = `at://${alice.did}/app.bsky.feed.generator/gardens`;
  owner = await signUpWithPassword(network.pds, handle);
  const createdAt = new Date().toISOString();
  const [made] = await owner.write([
    {
      collection: 'app.bsky.graph.list',
      value: { name: 'My people', purpose: 'app.bsky.graph.defs#curatelist', createdAt },
    },
  ]);
  list = made!.uri;
  await network.processAll();
  await owner.call('app.bsky.actor.putPreferences', {
    preferences: [
      { $type: `${defs}adultContentPref`, enabled: true },
      { $type: `${defs}contentLabelPref`, label: 'nudity', visibility: 'warn' },
      {
        $type: `${defs}contentLabelPref`,
        label: 'spam',
        visibility: 'hide',
        labelerDid: accounts.moderator!.did,
      },
      {
        $type: `${defs}savedFeedsPrefV2`,
        items: [
          { id: 'a', type: 'timeline', value: 'following', pinned: true },
          { id: 'b', type: 'feed', value: feed, pinned: true },
          { id: 'c', type: 'list', value: list, pinned: false },
          { id: 'd', type: 'feed', value: `at://${alice.did}/app.bsky.feed.generator/gone`, pinned: false },
        ],
      },
      { $type: `${defs}savedFeedsPref`, pinned: [feed], saved: [feed, list] },
      { $type: `${defs}feedViewPref`, feed: 'home', hideReposts: true, hideRepliesByUnfollowed: false },
      { $type: `${defs}feedViewPref`, feed, hideReplies: true, lab_mergeFeedEnabled: true },
      { $type: `${defs}threadViewPref`, sort: 'most-likes' },
      {
        $type: `${defs}mutedWordsPref`,
        items: [
          { id: '1', value: 'spoiler', targets: ['content', 'tag'] },
          {
            id: '2',
            value: 'football',
            targets: ['tag'],
            actorTarget: 'exclude-following',
            expiresAt: '2099-01-02T03:04:05.000Z',
          },
        ],
      },
      { $type: `${defs}labelersPref`, labelers: [{ did: accounts.moderator!.did }] },
      { $type: `${defs}interestsPref`, tags: ['gardens', 'maps'] },
      { $type: `${defs}hiddenPostsPref`, items: [network.seed.posts[0]!.uri] },
      {
        $type: `${defs}bskyAppStatePref`,
        activeProgressGuide: { guide: 'like-10-and-follow-7' },
        queuedNudges: ['welcome'],
        nuxs: [{ id: 'NeueTypography', completed: true, data: '{"seen":2}' }],
      },
      {
        $type: `${defs}postInteractionSettingsPref`,
        threadgateAllowRules: [
          { $type: 'app.bsky.feed.threadgate#mentionRule' },
          { $type: 'app.bsky.feed.threadgate#listRule', list },
        ],
        postgateEmbeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
      },
      { $type: `${defs}verificationPrefs`, hideBadges: true },
      { $type: `${defs}personalDetailsPref`, birthDate: '1990-02-03T00:00:00.000Z' },
      { $type: 'app.bsky.future.defs#colourPref', colour: 'teal', shades: [1, 2] },
    ],
  });
  client = createClient(network);
}, 120_000);

afterAll(() => client?.close());

const learnt = (did: string) => (did === network.seed.alice.did ? 'alice.test' : undefined);

async function preferencesOf(repo: string): Promise<Listing> {
  const address: Address = { kind: 'preferences', repo };
  const context = { client, identity: await client.resolve(repo) };
  return (await openListing(address, context, new AbortController().signal))!;
}

interface Read extends ListRow {
  readonly key: string;
  readonly json: unknown;
}

async function read(): Promise<readonly Read[]> {
  const listing = await preferencesOf(handle);
  const page = await listing.load(undefined, { signal: new AbortController().signal });
  expect(page.cursor).toBeUndefined();
  return Array.from({ length: page.rows.length }, (_, index) => {
    const item = page.rows.at(index)!;
    return { ...listing.row(item, learnt), key: listing.key(item), json: JSON.parse(listing.json(item)) };
  });
}

const load = async (repo: string) =>
  (await preferencesOf(repo)).load(undefined, { signal: new AbortController().signal });

test('nobody who is not signed in sees them, and is told how to', async () => {
  await expect(load(handle)).rejects.toMatchObject({
    sentence: say`Only their owner sees preferences: {key:account.sign-in} signs in.`,
  });
});

test('each preference, and each part of one, is a row that can be read', async () => {
  await client.sessions.signIn({ identifier: handle, password: owner.password });
  const rows = await read();

  expect(rows.map(({ cells }) => cells)).toEqual([
    ['adult content', 'posts for adults', 'allowed'],
    ['content label', 'nudity', 'warn · of any labeler'],
    ['content label', 'spam', 'hide · of Moderator · @moderator.test'],
    ['saved feed', 'following', 'timeline · pinned'],
    ['saved feed', 'Gardens · @alice.test', 'feed · pinned'],
    ['saved feed', `My people · @${handle}`, 'list · not pinned'],
    ['saved feed', '@alice.test · feed gone (not found)', 'feed · not pinned'],
    ['saved feed', 'Gardens · @alice.test', 'pinned · of the older format'],
    ['saved feed', `My people · @${handle}`, 'not pinned · of the older format'],
    ['feed view', 'home', 'hides reposts'],
    ['feed view', 'Gardens · @alice.test', 'hides replies, replies of those you do not follow'],
    ['feed view', 'lab_mergeFeedEnabled: true', ''],
    ['thread view', 'order of replies', 'most-likes'],
    ['muted word', 'spoiler', 'in text and tags · of anybody · for good'],
    [
      'muted word',
      'football',
      expect.stringMatching(/^in tags · of those you do not follow · until 2099-01-0/),
    ],
    ['labeler', 'Moderator · @moderator.test', 'subscribed'],
    ['interest', 'gardens', ''],
    ['interest', 'maps', ''],
    ['hidden post', expect.stringMatching(/^@alice\.test · post \w+$/), 'hidden'],
    ['app state', 'progress guide', 'like-10-and-follow-7'],
    ['app state', 'NeueTypography', 'completed · {"seen":2}'],
    ['app state', 'welcome', 'queued'],
    ['new posts', 'who may reply', `mentioned, My people · @${handle}`],
    ['new posts', 'who may quote', 'nobody'],
    ['verification', 'badges of the verified', 'hidden'],
    ['birth date', '1990-02-03', 'app passwords do not see it'],
    ['colourPref', 'colour: teal · shades: [2]', ''],
    ['declared age', 'by the birth date', 'over 13 · over 16 · over 18'],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('the JSON behind a row is that of its preference, and Enter opens what it is about', async () => {
  const rows = await read();
  const row = (what: string) => rows.find(({ cells }) => cells[1]?.startsWith(what))!;
  const { alice, accounts } = network.seed;

  expect(row('football').json).toMatchObject({ $type: `${defs}mutedWordsPref`, items: [{}, { id: '2' }] });
  expect(row('football').opens).toBeUndefined();
  expect(row('colour: teal').json).toEqual({
    $type: 'app.bsky.future.defs#colourPref',
    colour: 'teal',
    shades: [1, 2],
  });
  expect(row('Gardens').opens).toEqual({
    kind: 'record',
    repo: alice.did,
    collection: 'app.bsky.feed.generator',
    rkey: 'gardens',
  });
  expect(row('Gardens')).toMatchObject({ uri: feed, did: alice.did });
  expect(row('Moderator').opens).toEqual({ kind: 'repo', repo: accounts.moderator!.did });
  expect(row('who may reply').opens).toMatchObject({ kind: 'record', collection: 'app.bsky.graph.list' });
});

test('those of another account cannot be seen', async () => {
  await expect(load('alice.test')).rejects.toMatchObject({
    sentence: 'Only their owner sees preferences: you cannot see those of another account.',
  });
});

test('those of an account that is signed in and not used are a switch away', async () => {
  await client.sessions.use(undefined);
  await expect(load(handle)).rejects.toMatchObject({
    sentence: say`Only their owner sees preferences: {key:account.list} switches to this account, which is signed in.`,
  });
});

test('with an app password a row says that the birth date is withheld', async () => {
  const { password } = (await owner.call('com.atproto.server.createAppPassword', { name: 'atscope' })) as {
    password: string;
  };
  await client.sessions.signIn({ identifier: handle, password });
  const rows = await read();

  expect(rows.at(-1)!.cells).toEqual(['birth date', 'withheld', 'app passwords do not see it']);
  expect(rows.at(-1)!.json).toMatchObject({ $type: `${defs}declaredAgePref`, isOverAge18: true });
  expect(JSON.stringify(rows)).not.toContain('1990');
});
