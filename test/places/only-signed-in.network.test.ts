import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AtClient, createClient } from '../../src/atproto/client.js';
import { isNotShown } from '../../src/atproto/only-signed-in.js';
import type { Address } from '../../src/places/address.js';
import { listingFor } from '../../src/places/listing-for.js';
import { say } from '../../src/text/sentence.js';
import { type SeededNetwork, useSeededNetwork } from '../network/seeded-network.js';

let network: SeededNetwork;
let nobody: AtClient;
let nora: AtClient;

beforeAll(async () => {
  network = await useSeededNetwork();
  nobody = createClient(network);
  nora = createClient(network);
  const { handle, password } = network.around.nora;
  await nora.sessions.signIn({ identifier: handle, password: password! });
});

afterAll(async () => {
  await nobody?.close();
  await nora?.close();
});

const rkeyOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

/** The rows and the JSON of what is around the root of the thread. */
async function listed(kind: 'replies', client: AtClient) {
  const { root } = network.around.thread;
  const [, , repo] = root.uri.split('/');
  const address = {
    kind,
    repo: repo!,
    collection: 'app.bsky.feed.post',
    rkey: rkeyOf(root.uri),
  } as unknown as Address;
  const identity = await client.resolve(repo!);
  const listing = listingFor(address, { client, identity })!;
  const { rows } = await listing.load(undefined, { signal: AbortSignal.timeout(10_000) });
  const items = Array.from({ length: rows.length }, (_, index) => rows.at(index)!);
  const textCell = listing.columns.findIndex(({ title }) => title === 'text');
  return items.map((item) => {
    const { cells, uri } = listing.row(item, () => undefined);
    return { uri, text: cells[textCell]!.trim(), json: listing.json(item) };
  });
}

test('in a thread the reply keeps its place and says why it is not shown; on a pipe as well', async () => {
  const { shy } = network.around.thread;
  const rows = await listed('replies', nobody);
  const row = rows.find(({ uri }) => uri === shy.uri);
  expect(row?.text).toBe('only for who is signed in');
  expect(isNotShown(JSON.parse(row!.json))).toBe(true);
  expect(rows.map(({ text }) => text)).toContain('↳ I heard that.');
  expect(JSON.stringify(rows)).not.toContain('Peas');
});

test('to who is signed in all of it is shown, as the service sent it', async () => {
  const { shy } = network.around.thread;
  const row = (await listed('replies', nora)).find(({ uri }) => uri === shy.uri);
  expect(row?.text).toBe('↳ Peas, but tell nobody who is not signed in.');
  expect(JSON.parse(row!.json)).toMatchObject({ record: { text: expect.stringContaining('Peas') } });
});

test('in feeds, among posts asked for by name, and quoted by another; the page says how to see it', async () => {
  const { shy, feeds } = network.around;
  const page = (client: AtClient) =>
    client.appview.page(
      'app.bsky.feed.getAuthorFeed',
      'feed',
      { actor: shy.did as `did:${string}:${string}` },
      undefined,
    );
  const { items } = await page(nobody);
  expect(items.length).toBe(shy.posts.length);
  expect(items.note).toEqual(
    say`Some accounts ask apps to show them only to who is signed in: {key:account.sign-in} signs in.`,
  );
  const texts = Array.from({ length: items.length }, (_, index) => items.at(index)!.text()).join('\n');
  expect(texts).not.toContain('quiet thought');

  const signedIn = await page(nora);
  expect(signedIn.items.note).toBeUndefined();
  expect(signedIn.items.at(1)!.text()).toContain('A quiet thought');

  const posts = await nobody.appview.getPosts([shy.posts[0]!.uri, shy.quotedBy.uri]);
  expect(posts.length).toBe(2);
  const quoting = [posts.at(0)!, posts.at(1)!].find((post) => !isNotShown(post.value()))!.text();
  expect(quoting).toContain('Somebody whom not all may see said:');
  expect(quoting).not.toContain('quiet thought');

  const feed = await nobody.appview.page(
    'app.bsky.feed.getFeed',
    'feed',
    { feed: feeds.feed as `at://${string}/${string}/${string}` },
    undefined,
  );
  const all = Array.from({ length: feed.items.length }, (_, index) => feed.items.at(index)!.text()).join(
    '\n',
  );
  expect(all).toContain('What do you plant first');
  expect(all).not.toContain('Peas');
});

test('the record itself is in a public repository, and is read as it stands there', async () => {
  const { shy } = network.around;
  const source = nobody.repo(await nobody.resolve(shy.handle));
  const record = await source.get('app.bsky.feed.post', rkeyOf(shy.posts[1]!.uri), {});
  expect(record.text()).toContain('A quiet thought');
});
