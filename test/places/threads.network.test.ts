import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { accountOf, formatAddress, parseAddress } from '../../src/places/address.js';
import type { Listing } from '../../src/places/listing.js';
import { openListing } from '../../src/places/listing-for.js';
import { errorSentence } from '../../src/text/error-sentence.js';
import { error } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type Author, type StrongRef, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { signUpWithPassword } from '../network/signed-in.js';

const POST = 'app.bsky.feed.post';
const run = randomBytes(2).toString('hex');
const { signal } = new AbortController();

let network: SeededNetwork;
let client: AtClient;
let author: Author;
/** A chain of replies to oneself, the first post first. */
let chain: readonly StrongRef[];

const CHAIN = 23;

beforeAll(async () => {
  network = await useSeededNetwork();
  client = createClient(network);
  author = await signUp(network.pds, `chain-${run}.test`);
  const posts: StrongRef[] = [];
  for (let at = 0; at < CHAIN; at++) {
    const [root, parent] = [posts[0], posts.at(-1)];
    const value = {
      text: `Step ${at}`,
      createdAt: new Date(Date.UTC(2025, 5, 1, 0, at)).toISOString(),
      ...(root && parent && { reply: { root, parent } }),
    };
    posts.push((await author.write([{ collection: POST, value }]))[0] as StrongRef);
  }
  chain = posts;
  const profile = { pinnedPost: posts[0], createdAt: '2025-01-01T00:00:00Z' };
  await author.put({ collection: 'app.bsky.actor.profile', rkey: 'self', value: profile });
  await network.processAll();
});

afterAll(() => client?.close());

async function listingAt(text: string, asked: AtClient = client): Promise<Listing> {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  const identity = await asked.resolve(accountOf(parsed.address) ?? '');
  const listing = await openListing(parsed.address, { client: asked, identity }, signal);
  if (!listing) throw new Error(`Nothing is listed at ${text}.`);
  return listing;
}

async function load(listing: Listing, order?: string) {
  const { rows } = await listing.load(undefined, { signal, order });
  await rows.later;
  const titles = listing.columns.map(({ title }) => title);
  return Array.from({ length: rows.length }, (_, at) => {
    const row = listing.row(rows.at(at), () => undefined);
    const cell = (title: string) => row.cells[titles.indexOf(title)] ?? '';
    return { cell, said: `${cell('author')} ${cell('text')}`.trim(), row, key: listing.key(rows.at(at)) };
  });
}

const saidAt = async (text: string, asked?: AtClient) =>
  (await load(await listingAt(text, asked))).map(({ said }) => said);

test('a thread is a tree below its root, with what its author hid behind a row', async () => {
  const { root } = network.around.thread;
  const listing = await listingAt(`${root.uri}/thread`);
  const said = (await load(listing)).map((row) => row.said);
  expect(said.slice(0, 4)).toEqual([
    'OP @tess.test ● What do you plant first in spring, and why? 🌱',
    '@uma.test ├ 1. Broad beans, they do not mind the frost.',
    'OP @tess.test │├ 2. Mine rotted last year.',
    '@uma.test ││└ 3. Then it was too wet, not too cold.',
  ]);
  expect(said).toContain('OP @tess.test ││   ├+6 12. It is only mud here in March 🌧');
  expect(said.at(-1)).toBe('└ ▸ 1 hidden reply');
  listing.folds?.unfoldAll();
  expect((await load(listing)).at(-1)?.said).toBe(
    '@xenia.test  └ hidden by OP · Nothing, gardens are a waste of time.',
  );
});

test('the replies come in the order that is asked for', async () => {
  const { root } = network.around.thread;
  const tomatoes = async (listing: Listing, order?: string) =>
    (await load(listing, order)).flatMap(({ said }) => /@xenia.* Tomato (\d)/.exec(said)?.[1] ?? []);
  const listing = await listingAt(`${root.uri}/thread`);
  expect(await tomatoes(listing)).toEqual(['1', '4', '7']);
  expect(await tomatoes(listing, 'newest')).toEqual(['7', '4', '1']);
  expect(await tomatoes(await listingAt(`${root.uri}/thread?sort=newest`))).toEqual(['7', '4', '1']);
});

test('it opens at a post deep in it, with all that this answers above', async () => {
  const { deep, depth } = network.around.thread;
  const listing = await listingAt(`${deep.uri}/thread`);
  const rows = await load(listing);
  expect(rows.map(({ key }) => key).indexOf(listing.opensAt ?? '')).toBe(depth);
  expect(rows.map(({ cell }) => cell('depth'))).toEqual(
    Array.from({ length: depth + 1 }, (_, at) => String(at - depth)),
  );
});

test('what is not to be had is told in its place', async () => {
  const { deleted, orphan, blocked, shy } = network.around.thread;
  expect(await saidAt(`${deleted.uri}/thread`)).toEqual(['● not found: it was deleted, or never was there']);
  expect(await saidAt(`${orphan.uri}/thread`)).toEqual([
    '┌ not found: it was deleted, or never was there',
    '@uma.test ● I answered something that is gone.',
  ]);
  const [above, ...rest] = await saidAt(`${blocked.uri}/thread`);
  expect(above).toMatch(/^OP did:plc:\w+ ┌ not shown: one of the two blocks the other$/);
  expect(rest).toEqual(['@viktor.test ● You are all wrong.', '@wren.test └ Why so angry?']);
  expect((await saidAt(`${shy.uri}/thread`)).at(-1)).toBe('● only for who is signed in');
});

test('where the answer ends, a row leads on', async () => {
  const rows = await load(await listingAt(`${chain[0]?.uri}/thread`));
  expect(rows.slice(-2).map(({ said }) => said.trimStart())).toEqual([
    `OP @${author.handle}      ├+14 Step 20`,
    '└+15 1 more reply',
  ]);
  const on = rows.at(-1)?.row.opens;
  const next = await load(await listingAt(on ? formatAddress(on) : ''));
  expect(next.filter(({ cell }) => Number(cell('depth')) >= 0).map(({ cell }) => cell('text'))).toEqual([
    '● Step 20',
    '└ Step 21',
    ' └ Step 22',
  ]);
});

test('who is signed in finds whom they mute behind that row, too, and everybody else not', async () => {
  const vera = await signUpWithPassword(network.pds, `vera-${run}.test`);
  const talker = await signUp(network.pds, `talker-${run}.test`);
  const reply = { root: chain[0], parent: chain[0] };
  await talker.write([
    { collection: POST, value: { text: 'Buy!', reply, createdAt: '2025-06-02T00:00:00Z' } },
  ]);
  await vera.call('app.bsky.graph.muteActor', { actor: talker.did });
  await network.processAll();
  const asVera = createClient(network);
  try {
    await asVera.sessions.signIn({ identifier: vera.handle, password: vera.password });
    const listing = await listingAt(`${chain[0]?.uri}/thread`, asVera);
    expect((await load(listing)).at(-1)?.said).toBe('└ ▸ 1 hidden reply');
    listing.folds?.unfoldAll();
    expect((await load(listing)).at(-1)?.said).toBe(`@${talker.handle}  └ muted by you · Buy!`);
    expect(await saidAt(`${chain[0]?.uri}/thread`)).toContain(`@${talker.handle} └ Buy!`);
  } finally {
    await asVera.close();
  }
});

test.each([
  ['an AppView', error(501, 'MethodNotImplemented')],
  ['a PDS', error(401, 'AuthMissing')],
])('%s that has only the older method gives the same thread', async (_, without) => {
  await using older = await startService(
    { 'app.bsky.unspecced.getPostThreadV2': without },
    { upstream: network.appview },
  );
  const asked = createClient({ ...network, appview: older.origin });
  try {
    const { deep, root } = network.around.thread;
    expect(await saidAt(`${deep.uri}/thread`, asked)).toEqual(await saidAt(`${deep.uri}/thread`));
    const said = await saidAt(`${root.uri}/thread`, asked);
    expect(said.filter((text) => text.includes('Tomato'))).toHaveLength(8);
    expect(said).toContainEqual(expect.stringMatching(/@xenia\.test [├└] hidden by OP · Nothing, gardens/));
    expect(said).toContainEqual(expect.stringMatching(/@shy\.test [├└] only for who is signed in/));
    expect(older.count('app.bsky.feed.getPostThread')).toBe(2);
  } finally {
    await asked.close();
  }
});

test('what an account posts comes with what it passed on, whom it answers, and what is pinned first', async () => {
  const own = await load(await listingAt(`${author.handle}/posts`));
  expect(own[0]?.cell('why')).toBe('pinned');
  expect(own[0]?.cell('text')).toBe('Step 0');
  expect(own[1]?.cell('text')).toBe(`↳ @${author.handle} Step 22`);
  const alice = await load(await listingAt('alice.test/posts'));
  expect(alice[0]?.cell('why')).toBe('⟲ Alice Liddell');
});

test('the filters of an author feed are its orders, and an address names one', async () => {
  const listing = await listingAt('alice.test/posts?filter=with_media');
  expect(listing.orders.map(({ id }) => id)).toEqual([
    'with_media',
    'with_video',
    'and_author_threads',
    'with_replies',
    'no_replies',
  ]);
  const media = (await load(listing)).map(({ cell }) => cell('text'));
  expect(media.length).toBeGreaterThan(0);
  for (const text of media) expect(text).toMatch(/▣|▶/);
  const replies = (await load(listing, 'no_replies')).map(({ cell }) => cell('text'));
  expect(replies.filter((text) => text.startsWith('↳'))).toEqual([]);
});

test('a feed gives the posts that its generator chose, and a list those of its accounts', async () => {
  const { feed, posts, list, modlist } = network.around.feeds;
  expect((await load(await listingAt(`${feed}/posts`))).map(({ key }) => key)).toEqual(posts);
  const by = (await load(await listingAt(`${list}/posts`))).map(({ cell }) => cell('author'));
  expect([...new Set(by)].toSorted()).toEqual(['@painter.test', '@shy.test', '@tess.test', '@uma.test']);
  expect(await saidAt(`${modlist}/posts`)).toHaveLength(3);
});

test('a generator that is gone is told from the AppView that asked it', async () => {
  const failure = await saidAt(`${network.around.feeds.deadFeed}/posts`).catch((reason: unknown) => reason);
  expect(errorSentence(failure)).toMatch(
    /^The generator of this feed does not answer as it should: .*50[02]/,
  );
});
