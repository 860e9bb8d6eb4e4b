import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { relationLines, relationText } from '../../src/lenses/relation.js';
import { type Address, accountOf } from '../../src/places/address.js';
import { listingFor } from '../../src/places/listing-for.js';
import { filterTerms, matchesTerms } from '../../src/text/match.js';
import { type Author, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';

const kinds = [
  'stranger',
  'follower',
  'followed',
  'mutual',
  'muted',
  'list-muted',
  'blocked',
  'list-blocked',
  'blocker',
] as const;
type Kind = (typeof kinds)[number];

/** Other runs on the same network have others. */
const run = randomBytes(2).toString('hex');
const handleOf = (name: string): string => `${name}-${run}.test`;

let network: SeededNetwork;
let client: AtClient;
let vera: SignedIn;
/** Followed by all of them. */
let hub: Author;
let post: string;
let others: Record<Kind, Author>;

const follow = ({ did }: { did: string }) => record('app.bsky.graph.follow', { subject: did });
const block = ({ did }: { did: string }) => record('app.bsky.graph.block', { subject: did });
const record = (collection: string, value: Record<string, unknown>) => ({
  collection,
  value: { createdAt: new Date().toISOString(), ...value },
});

/** A moderation list of vera's with one account on it. */
async function listOf(name: string, { did }: Author): Promise<string> {
  const purpose = 'app.bsky.graph.defs#modlist';
  const [list] = await vera.write([record('app.bsky.graph.list', { name, purpose })]);
  await vera.write([record('app.bsky.graph.listitem', { list: list!.uri, subject: did })]);
  return list!.uri;
}

beforeAll(async () => {
  network = await useSeededNetwork();
  vera = await signUpWithPassword(network.pds, handleOf('vera'));
  hub = await signUp(network.pds, handleOf('hub'));
  const made = await Promise.all(
    kinds.map(async (kind) => [kind, await signUp(network.pds, handleOf(kind))] as const),
  );
  others = Object.fromEntries(made) as Record<Kind, Author>;
  const [liked] = await hub.write([record('app.bsky.feed.post', { text: 'Hello from the hub.' })]);
  post = liked!.uri;
  for (const kind of kinds) {
    await others[kind].write([follow(hub), record('app.bsky.feed.like', { subject: liked })]);
  }
  await vera.write([
    follow(hub),
    record('app.bsky.feed.like', { subject: liked }),
    follow(others.followed),
    follow(others.mutual),
    block(others.blocked),
  ]);
  await others.follower.write([follow(vera)]);
  await others.mutual.write([follow(vera)]);
  await others.blocker.write([block(vera)]);
  await vera.call('app.bsky.graph.muteActor', { actor: others.muted.did });
  const muteList = await listOf('Quiet 🤫', others['list-muted']);
  await vera.call('app.bsky.graph.muteActorList', { list: muteList });
  const blockList = await listOf('Spam', others['list-blocked']);
  await vera.write([record('app.bsky.graph.listblock', { subject: blockList })]);
  await network.processAll();
  client = createClient(network);
  await client.sessions.signIn({ identifier: vera.handle, password: vera.password });
}, 120_000);

afterAll(() => client?.close());

const linesOf = async (who: { did: string }): Promise<readonly string[]> =>
  relationLines(await client.appview.getProfile(who.did), vera.did);

test.each<[Kind, readonly string[]]>([
  ['stranger', []],
  ['follower', ['follows you']],
  ['followed', ['you follow']],
  ['mutual', ['mutual: you follow each other']],
  ['muted', ['muted']],
  ['list-muted', ['muted by list “Quiet 🤫”']],
  ['blocked', ['blocking this account']],
  ['list-blocked', ['blocking by list “Spam”']],
  ['blocker', ['blocked by this account']],
])('the profile of a %s says so', async (kind, lines) => {
  expect(await linesOf(others[kind])).toEqual(lines);
});

test('the own profile says that it is', async () => {
  expect(await linesOf(vera)).toEqual(['this is you']);
});

test('a profile tells how many of its followers one follows, and some of them', async () => {
  const lines = await linesOf(hub);
  expect(lines[0]).toBe('you follow');
  expect(lines[1]).toMatch(/^followed by 2 whom you follow: /);
  for (const kind of ['followed', 'mutual']) expect(lines[1]).toContain(handleOf(kind));
});

/** The relation of each row of a list of accounts, by handle. */
async function rowsAt(address: Address, asked: AtClient) {
  const identity = await asked.resolve(accountOf(address) ?? '');
  const listing = listingFor(address, { client: asked, identity })!;
  const { rows } = await listing.load(undefined, { signal: new AbortController().signal });
  const titles = listing.columns.map(({ title }) => title);
  return Array.from({ length: rows.length }, (_, index) => {
    const { cells } = listing.row(rows.at(index)!, () => undefined);
    expect(cells).toHaveLength(titles.length);
    return { handle: cells[titles.indexOf('handle')], relation: cells[titles.indexOf('relation')], cells };
  });
}

const lists = (): [string, Address][] => [
  ['followers', { kind: 'followers', repo: hub.handle }],
  [
    'likes',
    { kind: 'likes', repo: hub.handle, collection: 'app.bsky.feed.post', rkey: post.split('/').at(-1)! },
  ],
];

test('rows of followers and of likes tell the relation, and a filter finds its words', async () => {
  for (const [name, address] of lists()) {
    const rows = await rowsAt(address, client);
    const relations = Object.fromEntries(rows.map(({ handle, relation }) => [handle, relation]));
    expect(relations, name).toMatchObject({
      [`@${handleOf('vera')}`]: 'you',
      [`@${handleOf('stranger')}`]: '',
      [`@${handleOf('follower')}`]: 'follows you',
      [`@${handleOf('followed')}`]: 'you follow',
      [`@${handleOf('mutual')}`]: 'mutual',
      [`@${handleOf('muted')}`]: 'muted',
      [`@${handleOf('list-muted')}`]: 'muted by list',
    });
    const found = rows.filter(({ cells }) => matchesTerms(cells, filterTerms('muted list')));
    expect(found.map(({ handle }) => handle)).toEqual([`@${handleOf('list-muted')}`]);
  }
});

test('rows of follows tell it, too', async () => {
  const rows = await rowsAt({ kind: 'follows', repo: vera.handle }, client);
  expect(Object.fromEntries(rows.map(({ handle, relation }) => [handle, relation]))).toEqual({
    [`@${handleOf('hub')}`]: 'you follow',
    [`@${handleOf('followed')}`]: 'you follow',
    [`@${handleOf('mutual')}`]: 'mutual',
  });
});

test('nobody who is not signed in is told of relations', async () => {
  const nobody = createClient(network);
  try {
    const rows = await rowsAt({ kind: 'followers', repo: hub.handle }, nobody);
    expect(rows.length).toBeGreaterThan(8);
    for (const { relation, cells } of rows) {
      expect(relation).toBeUndefined();
      expect(cells).toHaveLength(6);
    }
  } finally {
    await nobody.close();
  }
});

test('what matters most stands first in a cell', () => {
  const viewer = {
    muted: true,
    blockedBy: true,
    blocking: 'at://did:plc:a/app.bsky.graph.block/3k',
    followedBy: 'at://did:plc:b/app.bsky.graph.follow/3k',
  };
  expect(relationText({ did: 'did:plc:b', viewer }, vera.did)).toBe(
    'blocked by, blocking, muted, follows you',
  );
});
