import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { type Address, accountOf, formatAddress } from '../../src/places/address.js';
import { listingFor, openListing } from '../../src/places/listing-for.js';
import { Pager } from '../../src/places/pager.js';
import { json } from '../faults/answers.js';
import { startService } from '../faults/service.js';
import { type Author, type StrongRef, signUp } from '../network/author.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';
import { type SignedIn, signUpWithPassword } from '../network/signed-in.js';

const POST = 'app.bsky.feed.post';
const LIST = 'app.bsky.graph.list';
/** Other runs on the same network have others. */
const run = randomBytes(2).toString('hex');

let network: SeededNetwork;
/** Nobody is signed in. */
let nobody: AtClient;
/** Vera is. */
let client: AtClient;
let vera: SignedIn;
let mara: Author;
let otto: Author;
/** A post of mara's. */
let post: StrongRef;

const rkeyOf = ({ uri }: StrongRef): string => uri.slice(uri.lastIndexOf('/') + 1);
const handleOf = (name: string): string => `${name}-${run}.test`;
const record = (collection: string, value: Record<string, unknown>) => ({
  collection,
  value: { createdAt: new Date().toISOString(), ...value },
});
const about = (kind: string, ref: StrongRef, author: Author, collection: string = POST): Address =>
  ({ kind, repo: author.handle, collection, rkey: rkeyOf(ref) }) as unknown as Address;

beforeAll(async () => {
  network = await useSeededNetwork();
  nobody = createClient(network);
  client = createClient(network);
  vera = await signUpWithPassword(network.pds, handleOf('vera'));
  mara = await signUp(network.pds, handleOf('mara'));
  otto = await signUp(network.pds, handleOf('otto'));
  await otto.put({
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    value: { displayName: `Otto ${run}`, description: 'Repairs clocks.' },
  });
  post = (await mara.write([record(POST, { text: 'Which clock is right?' })]))[0] as StrongRef;
  await client.sessions.signIn({ identifier: vera.did, password: vera.password });
});

afterAll(async () => {
  await client?.close();
  await nobody?.close();
});

/** All that an address lists, by the titles of the columns. */
async function rowsAt(address: Address, asked: AtClient = nobody) {
  const account = accountOf(address);
  const identity = account === undefined ? undefined : await asked.resolve(account);
  const { signal } = new AbortController();
  const listing = await openListing(address, { client: asked, identity }, signal);
  if (!listing) throw new Error(`Nothing is listed at ${formatAddress(address)}.`);
  const titles = listing.columns.map(({ title }) => title);
  const pager = new Pager(listing);
  const found: { cells: Record<string, string>; opens: string | undefined; json: unknown; key: string }[] =
    [];
  while (!pager.ended) {
    const { rows } = await pager.next({ signal });
    for (let index = 0; index < rows.length; index++) {
      const item = rows.at(index);
      const { cells, opens } = listing.row(item, () => undefined);
      expect(cells).toHaveLength(titles.length);
      found.push({
        cells: Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? ''])),
        opens: opens && formatAddress(opens),
        json: JSON.parse(listing.json(item)),
        key: listing.key(item),
      });
    }
  }
  return found;
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d$/;

test('a list of accounts shows name, handle, description and when the account was indexed', async () => {
  await otto.write([record('app.bsky.feed.like', { subject: post })]);
  await network.processAll();
  expect(await rowsAt(about('likes', post, mara))).toMatchObject([
    {
      cells: {
        name: `Otto ${run}`,
        handle: `@${otto.handle}`,
        description: 'Repairs clocks.',
        indexed: expect.stringMatching(TIME),
      },
      opens: `at://${otto.handle}`,
      key: otto.did,
    },
  ]);
});

test('the reposts of a post are accounts', async () => {
  await otto.write([record('app.bsky.feed.repost', { subject: post })]);
  await network.processAll();
  const rows = await rowsAt(about('reposts', post, mara));
  expect(rows.map(({ key, opens }) => [key, opens])).toEqual([[otto.did, `at://${otto.handle}`]]);
});

test('the quotes of a post are posts, which open as records of their authors', async () => {
  const embed = { $type: 'app.bsky.embed.record', record: post };
  const [quote] = await otto.write([record(POST, { text: 'Neither of them.', embed })]);
  await network.processAll();
  expect(await rowsAt(about('quotes', post, mara))).toMatchObject([
    {
      cells: { author: `@${otto.handle}`, text: '❝ Neither of them.', created: expect.stringMatching(TIME) },
      opens: `at://${otto.handle}/${POST}/${quote && rkeyOf(quote)}`,
      key: quote?.uri,
      json: { uri: quote?.uri, record: { text: 'Neither of them.' } },
    },
  ]);
});

test('the replies to a post stand below what they reply to, and tell how deep they are', async () => {
  const reply = (text: string, parent: StrongRef) => record(POST, { text, reply: { root: post, parent } });
  const [first] = await otto.write([reply('The one in the hall.', post)]);
  const [second] = await mara.write([reply('That one stands still.', first as StrongRef)]);
  await vera.write([reply('Twice a day, then.', second as StrongRef)]);
  await vera.write([reply('Ask Otto.', post)]);
  await network.processAll();
  const rows = await rowsAt(about('replies', post, mara));
  const thread = rows.map(({ cells }) => `${cells.depth} ${cells.text}`);
  expect(thread.toSorted()).toEqual([
    '1 ↳ Ask Otto.',
    '1 ↳ The one in the hall.',
    '2   ↳ That one stands still.',
    '3     ↳ Twice a day, then.',
  ]);
  const at = thread.indexOf('1 ↳ The one in the hall.');
  expect(thread.slice(at + 1, at + 3)).toEqual([
    '2   ↳ That one stands still.',
    '3     ↳ Twice a day, then.',
  ]);
  expect(rows[at]).toMatchObject({
    key: first?.uri,
    json: { uri: first?.uri },
    opens: expect.stringContaining(otto.handle),
  });
});

test('the lists of an account tell what they are for, and open as records', async () => {
  const purpose = 'app.bsky.graph.defs#curatelist';
  const [list] = await mara.write([
    record(LIST, { name: 'Clockmakers', purpose, description: 'Of the town.' }),
  ]);
  await network.processAll();
  expect(await rowsAt({ kind: 'lists', repo: mara.handle })).toMatchObject([
    {
      cells: {
        name: 'Clockmakers',
        purpose: 'curation',
        description: 'Of the town.',
        indexed: expect.stringMatching(TIME),
        members: '0',
      },
      opens: `at://${mara.handle}/${LIST}/${list && rkeyOf(list)}`,
    },
  ]);
});

test('the members of a list are accounts', async () => {
  const purpose = 'app.bsky.graph.defs#curatelist';
  const [list] = await vera.write([record(LIST, { name: 'Neighbours', purpose })]);
  await vera.write(
    [mara, otto].map(({ did }) => record('app.bsky.graph.listitem', { subject: did, list: list?.uri })),
  );
  await network.processAll();
  const rows = await rowsAt(about('members', list as StrongRef, vera, LIST));
  expect(rows.map(({ key }) => key).toSorted()).toEqual([mara.did, otto.did].toSorted());
  expect(rows.find(({ key }) => key === otto.did)).toMatchObject({
    cells: { name: `Otto ${run}`, description: 'Repairs clocks.' },
    opens: `at://${otto.handle}`,
  });
});

test('the feeds of an account tell which service makes them, and open as records', async () => {
  const feed = { did: 'did:web:feeds.example', displayName: 'Ticking', description: 'All about clocks.' };
  const [made] = await otto.write([record('app.bsky.feed.generator', feed)]);
  await network.processAll();
  expect(await rowsAt({ kind: 'feeds', repo: otto.handle })).toMatchObject([
    {
      cells: { name: 'Ticking', description: 'All about clocks.', service: 'did:web:feeds.example' },
      opens: `at://${otto.handle}/app.bsky.feed.generator/${made && rkeyOf(made)}`,
    },
  ]);
});

test('the starter packs of an account tell how many accounts joined by them, and open as records', async () => {
  const purpose = 'app.bsky.graph.defs#referencelist';
  const [list] = await otto.write([record(LIST, { name: 'Starter pack', purpose })]);
  await otto.write([record('app.bsky.graph.listitem', { subject: mara.did, list: list?.uri })]);
  const pack = { name: 'Clock people', description: 'Who winds what.', list: list?.uri, feeds: [] };
  const [made] = await otto.write([record('app.bsky.graph.starterpack', pack)]);
  await network.processAll();
  expect(await rowsAt({ kind: 'packs', repo: otto.handle })).toMatchObject([
    {
      cells: { name: 'Clock people', description: 'Who winds what.', joined: '0' },
      opens: `at://${otto.handle}/app.bsky.graph.starterpack/${made && rkeyOf(made)}`,
    },
  ]);
});

test('known followers are told to who is signed in, and else it is said who may see them', async () => {
  const address: Address = { kind: 'known', repo: mara.handle };
  await otto.write([record('app.bsky.graph.follow', { subject: mara.did })]);
  await vera.write([record('app.bsky.graph.follow', { subject: otto.did })]);
  await network.processAll();
  expect(await rowsAt(address, client)).toMatchObject([{ key: otto.did, cells: { relation: 'you follow' } }]);
  await expect(rowsAt(address)).rejects.toThrow(
    'You have to be signed in to see known followers: :account.sign-in signs in.',
  );
});

test('blocks are seen by their owner only', async () => {
  const address: Address = { kind: 'blocks', repo: vera.handle };
  const spammer = await signUp(network.pds, handleOf('spammer'));
  await vera.write([record('app.bsky.graph.block', { subject: spammer.did })]);
  await network.processAll();
  expect(await rowsAt(address, client)).toMatchObject([
    { key: spammer.did, cells: { relation: 'blocking' }, opens: `at://${spammer.handle}` },
  ]);
  await expect(rowsAt(address)).rejects.toThrow('Only their owner sees blocks: :account.sign-in signs in.');
  await expect(rowsAt({ kind: 'blocks', repo: mara.handle }, client)).rejects.toThrow(
    'Only their owner sees blocks: you cannot see those of another account.',
  );
});

test('mutes are seen by their owner only', async () => {
  const address: Address = { kind: 'mutes', repo: vera.handle };
  const talker = await signUp(network.pds, handleOf('talker'));
  await vera.call('app.bsky.graph.muteActor', { actor: talker.did });
  await network.processAll();
  expect(await rowsAt(address, client)).toMatchObject([{ key: talker.did, cells: { relation: 'muted' } }]);
  await expect(rowsAt(address)).rejects.toThrow('Only their owner sees mutes: :account.sign-in signs in.');
});

test('people are found by words, whoever asks', async () => {
  const rows = await rowsAt({ kind: 'people', words: `otto-${run}` });
  expect(rows.map(({ key }) => key)).toContain(otto.did);
  expect(rows.find(({ key }) => key === otto.did)).toMatchObject({
    cells: { name: `Otto ${run}`, handle: `@${otto.handle}` },
    opens: `at://${otto.handle}`,
  });
});

test.each(['follows', 'followers'] as const)('%s come in the order that is asked for', async (kind) => {
  await using service = await startService(json({ [kind]: [], subject: {} }));
  const fake = createClient({ ...network, appview: service.origin });
  const listing = listingFor(
    { kind, repo: mara.handle },
    { client: fake, identity: await nobody.resolve(mara.did) },
  );
  expect(listing?.orders.map(({ title }) => title)).toEqual(['latest first', 'top first']);
  try {
    for (const order of [undefined, 'top'])
      await listing?.load(undefined, { signal: new AbortController().signal, order });
  } finally {
    await fake.close();
  }
  const query = `/xrpc/app.bsky.graph.get${kind === 'follows' ? 'Follows' : 'Followers'}`;
  const actor = encodeURIComponent(mara.did);
  expect(service.requests.map(({ url }) => url)).toEqual([
    `${query}?actor=${actor}&limit=100`,
    `${query}?actor=${actor}&sort=top&limit=100`,
  ]);
});

test('the AppView gives the same follows in each order', async () => {
  const identity = await nobody.resolve('alice.test');
  const listing = listingFor({ kind: 'follows', repo: 'alice.test' }, { client: nobody, identity });
  async function keys(order: string | undefined) {
    const page = await listing?.load(undefined, { signal: new AbortController().signal, order });
    return Array.from({ length: page?.rows.length ?? 0 }, (_, index) =>
      listing?.key(page?.rows.at(index)),
    ).toSorted();
  }
  expect(await keys('top')).toEqual(await keys(undefined));
  expect((await keys('latest')).length).toBeGreaterThan(0);
});
