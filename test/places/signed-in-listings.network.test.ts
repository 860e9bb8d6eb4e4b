import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { type Address, accountOf, formatAddress, parseAddress } from '../../src/places/address.js';
import type { Listing } from '../../src/places/listing.js';
import { openListing } from '../../src/places/listing-for.js';
import { say } from '../../src/text/sentence.js';
import { error, html, json } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';

const LIST = 'app.bsky.graph.list';
const { signal } = new AbortController();
/** Other runs on the same network have others. */
const run = randomBytes(3).toString('hex');

let network: SeededNetwork;
let nobody: AtClient;
/** nora.test, as the seed made her. */
let nora: AtClient;
/** An account of this test, who has lists and packs. */
let keeper: AtClient;
let kim: SignedIn;

beforeAll(async () => {
  network = await useSeededNetwork();
  nobody = createClient(network);
  nora = createClient(network);
  keeper = createClient(network);
  const { handle, password } = network.around.nora;
  kim = await signUpWithPassword(network.pds, `kim-${run}.test`);
  await Promise.all([
    nora.sessions.signIn({ identifier: handle, password: password! }),
    keeper.sessions.signIn({ identifier: kim.did, password: kim.password }),
  ]);
});

afterAll(async () => {
  for (const client of [nobody, nora, keeper]) await client?.close();
});

async function listingAt(text: string, client: AtClient): Promise<Listing> {
  const reading = parseAddress(text);
  if (!reading.ok) throw new Error(reading.reason);
  return await listingOf(reading.address, client);
}

async function listingOf(address: Address, client: AtClient): Promise<Listing> {
  const account = accountOf(address);
  const identity = account === undefined ? undefined : await client.resolve(account);
  return (await openListing(address, { client, identity }, signal))!;
}

interface Read {
  readonly cells: Readonly<Record<string, string>>;
  readonly opens: string | undefined;
  readonly key: string;
  readonly did: string | undefined;
  readonly json: unknown;
}

/** A page of it, by the titles of the columns, once all is known that is told later. */
async function pageOf(listing: Listing, options: { cursor?: string; order?: string; limit?: number } = {}) {
  const { cursor: from, ...how } = options;
  const { rows, cursor } = await listing.load(from, { signal, ...how });
  await rows.later;
  const titles = listing.columns.map(({ title }) => title);
  const read = Array.from({ length: rows.length }, (_, index): Read => {
    const item = rows.at(index);
    const { cells, opens, did } = listing.row(item, () => undefined);
    expect(cells).toHaveLength(titles.length);
    return {
      cells: Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? ''])),
      opens: opens && formatAddress(opens),
      key: listing.key(item),
      did,
      json: JSON.parse(listing.json(item)),
    };
  });
  return { rows: read, cursor, summary: rows.summary, note: rows.note };
}

const rowsAt = async (text: string, client: AtClient, options?: Parameters<typeof pageOf>[1]) =>
  (await pageOf(await listingAt(text, client), options)).rows;

const record = (collection: string, value: Record<string, unknown>) => ({
  collection,
  value: { createdAt: new Date().toISOString(), ...value },
});

test('the timeline tells who passed a post on, and whom it answers', async () => {
  const { tess, uma, painter } = network.seed.accounts;
  const rows = await rowsAt('nora.test/timeline', nora);
  const followed = new Set([
    network.around.nora.did,
    tess?.did,
    uma?.did,
    painter?.did,
    network.around.shy.did,
  ]);
  expect(rows.length).toBeGreaterThan(10);
  for (const { did } of rows) expect(followed).toContain(did);

  const { uri } = network.around.nora.post;
  const own = rows.filter(({ json }) => (json as { uri: string }).uri === uri);
  expect(own.map(({ cells }) => cells.why).toSorted()).toEqual(['', '⟲ Uma']);
  for (const { cells, opens } of own) {
    expect(cells).toMatchObject({ author: '@nora.test', text: 'Hello, I am new here' });
    expect(opens).toBe(`at://nora.test/${uri.split('/').slice(3).join('/')}`);
  }
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  expect(rows.map(({ cells }) => cells.text)).toContain('↳ @nora.test Welcome!');
});

test('notifications say who did what to which post, and looking at them marks none as seen', async () => {
  const { did, reasons, post } = network.around.nora;
  const unread = async () =>
    (await nora.own.query('app.bsky.notification.getUnreadCount', {})).json() as { count: number };
  const before = await unread();
  const rows = await rowsAt('nora.test/notifications', nora);

  const counts: Record<string, number> = {};
  for (const { json: view } of rows) {
    const { reason } = view as { reason: string };
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  expect(counts).toEqual(reasons);
  expect(rows[0]?.cells.new).toBe('●');
  const by = (who: string, reason: string) =>
    rows.find(({ cells }) => cells.who === `@${who}.test` && cells.reason === reason);
  const own = `nora.test/${post.uri.split('/').slice(3).join('/')}`;
  expect(by('uma', 'liked')).toMatchObject({
    cells: { about: 'Hello, I am new here' },
    opens: `at://${own}`,
  });
  expect(by('uma', 'reposted')).toMatchObject({
    cells: { about: 'Hello, I am new here' },
    opens: `at://${own}`,
  });
  expect(by('tess', 'followed you')).toMatchObject({ cells: { about: '' }, opens: 'at://tess.test' });
  expect(by('tess', 'replied')).toMatchObject({
    cells: { about: '↳ Welcome!' },
    opens: expect.stringContaining('at://tess.test/app.bsky.feed.post/'),
    did: network.seed.accounts.tess?.did,
  });
  expect(by('wren', 'mentioned you')?.cells.about).toBe('Welcome, @nora.test!');
  expect(by('uma', 'quoted you')?.cells.about).toBe('❝ Say hello to her:');
  expect(did).toBe(nora.sessions.current?.did);
  expect(await unread()).toEqual(before);
});

test('they are narrowed by the service to what is wanted', async () => {
  const listing = await listingAt('nora.test/notifications', nora);
  expect(listing.orders[0]?.title).toBe('all');
  const wanted = {
    words: ['mention', 'quote', 'reply'],
    likes: ['like'],
    follows: ['follow'],
    verifications: [],
  };
  for (const [order, reasons] of Object.entries(wanted)) {
    const { rows } = await pageOf(listing, { order });
    const found = new Set(rows.map(({ json: view }) => (view as { reason: string }).reason));
    expect([...found].toSorted()).toEqual(reasons);
  }
  // As an address says, too, which a pipe takes.
  const replies = await rowsAt('nora.test/notifications?reasons=words', nora);
  expect(new Set(replies.map(({ cells }) => cells.reason))).toEqual(
    new Set(['mentioned you', 'quoted you', 'replied']),
  );
});

test('what only its owner sees says so, and which key helps', async () => {
  for (const [kind, what] of [
    ['timeline', 'timelines'],
    ['notifications', 'notifications'],
  ] as const) {
    await expect(rowsAt(`nora.test/${kind}`, nobody)).rejects.toMatchObject({
      sentence: say`Only their owner sees ${what}: {key:account.sign-in} signs in.`,
    });
    await expect(rowsAt(`alice.test/${kind}`, nora)).rejects.toMatchObject({
      sentence: `Only their owner sees ${what}: you cannot see those of another account.`,
    });
    expect((await listingAt(`nora.test/${kind}`, nora)).isPrivate).toBe(true);
  }
  await expect(rowsAt('uma.test/memberships', nobody)).rejects.toMatchObject({
    sentence: say`You have to be signed in to see who stands on your lists: {key:account.sign-in} signs in.`,
  });
});

test('each of one’s own lists and packs tells whether an account stands on it', async () => {
  const { uma, tess } = network.seed.accounts;
  const purpose = (name: string) => `app.bsky.graph.defs#${name}`;
  const lists = await kim.write([
    record(LIST, { name: 'Near', purpose: purpose('curatelist'), description: 'Close by.' }),
    record(LIST, { name: 'Far', purpose: purpose('modlist') }),
    record(LIST, { name: 'Of the pack', purpose: purpose('referencelist') }),
  ]);
  const [near, , ofPack] = lists.map(({ uri }) => uri);
  const [pack] = await kim.write([
    record('app.bsky.graph.starterpack', { name: 'Begin here', description: 'All of it.', list: ofPack }),
    ...[near, ofPack].map((list) => record('app.bsky.graph.listitem', { list, subject: uma!.did })),
  ]);
  await network.processAll();

  const cellsOf = async (did: string) =>
    (await rowsAt(`${did}/memberships`, keeper)).map(({ cells }) => [
      cells['on it'],
      cells.name,
      cells.purpose,
      cells.description,
    ]);
  expect((await cellsOf(uma!.did)).toSorted()).toEqual([
    ['', 'Far', 'moderation', ''],
    ['✓', 'Begin here', 'starter pack', 'All of it.'],
    ['✓', 'Near', 'curation', 'Close by.'],
  ]);
  expect((await cellsOf(tess!.did)).map(([on]) => on)).toEqual(['', '', '']);
  const rows = await rowsAt(`${uma!.did}/memberships`, keeper);
  expect(rows.find(({ cells }) => cells.name === 'Begin here')?.opens).toContain(pack?.uri.split('/').at(-1));

  // Page after page each is there once.
  const listing = await listingAt(`${uma!.did}/memberships`, keeper);
  const names: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(listing, { limit: 1, ...(cursor !== undefined && { cursor }) });
    names.push(...page.rows.map(({ cells }) => cells.name));
    cursor = page.cursor;
  } while (cursor !== undefined && names.length < 9);
  expect(names.toSorted()).toEqual(['Begin here', 'Far', 'Near']);
});

test('a starter pack has its feeds and then all of its people, page after page', async () => {
  const { pack, packPeople, feed, deadFeed } = network.around.feeds;
  const listing = await listingAt(`${pack}/members`, nobody);
  const { rows, summary } = await pageOf(listing);
  expect(rows.slice(0, 2).map(({ json: view }) => (view as { uri: string }).uri)).toEqual([feed, deadFeed]);
  expect(rows.slice(0, 2).map(({ cells }) => [cells.name, cells.handle, cells.marks])).toEqual([
    ['Spring', '@curator.test', 'feed'],
    ['Gone', '@curator.test', 'feed'],
  ]);
  expect(rows[0]?.opens).toBe('at://curator.test/app.bsky.feed.generator/spring');
  expect(
    rows
      .slice(2)
      .map(({ key }) => key)
      .toSorted(),
  ).toEqual(packPeople.toSorted());
  expect(summary).toBe('0 joined by it');

  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOf(listing, { limit: 1, ...(cursor !== undefined && { cursor }) });
    found.push(...page.rows.map(({ key }) => key));
    expect(page.summary).toBe('0 joined by it');
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < 20);
  expect(found.toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
});

test('posts are found by their words, of one account, whoever asks where the AppView answers anybody', async () => {
  const listing = await listingAt('posts:tomatoes', nobody);
  expect(listing.lit).toEqual(['tomatoes']);
  const { rows } = await pageOf(listing, { limit: 5 });
  expect(rows).toHaveLength(5);
  for (const { cells } of rows) expect(cells.text).toContain('tomatoes');
  const byUma = await rowsAt('posts:from:uma.test', nora);
  expect(byUma.length).toBeGreaterThan(3);
  expect(new Set(byUma.map(({ cells }) => cells.author))).toEqual(new Set(['@uma.test']));
  expect(await rowsAt('posts:nobody-ever-wrote-this', nora)).toEqual([]);
  const shy = await rowsAt('posts:quiet thought', nobody);
  expect(new Set(shy.map(({ cells }) => cells.text))).toEqual(new Set(['only for who is signed in']));
});

test('what is typed among the words is sent as parameters, and the order with it', async () => {
  await using service = await startService(json({ posts: [] }));
  const client = createClient({ ...network, appview: service.origin });
  try {
    const listing = await listingAt(
      'posts:maps from:alice.test mentions:bob.test lang:pt since:2024-02-01 until:2024-03-01 domain:a.example %23garden',
      client,
    );
    await listing.load(undefined, { signal, order: 'top' });
  } finally {
    await client.close();
  }
  const { searchParams } = new URL(service.requests[0]!.url, service.origin);
  expect([...searchParams]).toEqual([
    ['q', 'maps from:alice.test #garden'],
    ['author', 'alice.test'],
    ['mentions', 'bob.test'],
    ['lang', 'pt'],
    ['since', '2024-02-01'],
    ['until', '2024-03-01'],
    ['domain', 'a.example'],
    ['tag', 'garden'],
    ['sort', 'top'],
    ['limit', '100'],
  ]);
});

test.each([
  ['a web page', html(403)],
  ['JSON', error(403, 'Forbidden', 'no')],
  ['a demand for a token', error(401, 'AuthMissing', 'Authentication Required')],
])('an AppView that refuses to look for posts with %s has it said that one must sign in', async (_, answer) => {
  await using service = await startService(answer);
  const client = createClient({ ...network, appview: service.origin });
  try {
    await expect(rowsAt('posts:maps', client)).rejects.toMatchObject({
      sentence: say`${service.host} looks for posts only for who is signed in: {key:account.sign-in} signs in.`,
    });
  } finally {
    await client.close();
  }
});
