import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { type SeededNetwork, useSeededNetwork } from './seeded-network.js';

/** What is around accounts and records in the seed, as the services themselves serve it. */
let network: SeededNetwork;
let around: SeededNetwork['around'];

beforeAll(async () => {
  network = await useSeededNetwork();
  around = network.around;
});

async function get<T>(service: string, path: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${service}/xrpc/${path}`, { headers });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

const encoded = encodeURIComponent;

interface Labelled {
  readonly labels: readonly { readonly src: string; readonly val: string; readonly sig?: unknown }[];
}

test('the labeler is an Ozone that the DID document of its account names, and signs what it says', async () => {
  const { did, url, key } = around.labeler;
  const data = (await (await fetch(`${network.plc}/${did}/data`)).json()) as {
    verificationMethods: Record<string, string>;
    services: Record<string, { endpoint: string }>;
  };
  expect(data.verificationMethods.atproto_label).toBe(key);
  expect(data.services.atproto_labeler?.endpoint).toBe(url);
  const { labels } = await get<Labelled>(url, 'com.atproto.label.queryLabels?uriPatterns=*&limit=250');
  expect(labels.length).toBe(around.labels.length);
  expect(labels.every(({ src, sig }) => src === did && sig !== undefined)).toBe(true);
});

test('the AppView shows labels to who asks for them: not those taken back, nor those that are over', async () => {
  const wanted = { 'atproto-accept-labelers': around.labeler.did };
  const { account, global, negated, expired } = around.labelled;
  const profile = await get<Labelled>(network.appview, `app.bsky.actor.getProfile?actor=${account}`, wanted);
  expect(profile.labels.map(({ val }) => val).toSorted()).toEqual(['misleading', 'rude', 'spam']);
  const uris = [global, negated, expired].map(({ uri }) => `uris=${encoded(uri)}`).join('&');
  const { posts } = await get<{ posts: (Labelled & { uri: string })[] }>(
    network.appview,
    `app.bsky.feed.getPosts?${uris}`,
    wanted,
  );
  const valuesOf = (of: string) =>
    posts
      .find(({ uri }) => uri === of)!
      .labels.map(({ val }) => val)
      .toSorted();
  expect(valuesOf(global.uri)).toEqual(['graphic-media', 'porn']);
  expect(valuesOf(negated.uri)).toEqual([]);
  expect(valuesOf(expired.uri)).toEqual(['ai-picture']);
});

test('the pictures are of the formats and sizes that they say', async () => {
  const { painter, pictures } = around.pictures;
  for (const [name, { cid, type, size, width, height }] of Object.entries(pictures)) {
    const blob = await fetch(`${network.pds}/xrpc/com.atproto.sync.getBlob?did=${painter.did}&cid=${cid}`);
    const bytes = Buffer.from(await blob.arrayBuffer());
    expect(bytes.length, name).toBe(size);
    const said = await sharp(bytes).metadata();
    expect([`image/${said.format}`, said.width, said.height], name).toEqual([type, width, height]);
    if (name === 'alpha') expect(said.hasAlpha).toBe(true);
    if (name === 'gif') expect(said.pages).toBe(4);
  }
});

test('the film and its captions are blobs of their own', async () => {
  const { painter, video } = around.pictures;
  const ofBlob = (cid: string) =>
    fetch(`${network.pds}/xrpc/com.atproto.sync.getBlob?did=${painter.did}&cid=${cid}`);
  const bytes = Buffer.from(await (await ofBlob(video.cid)).arrayBuffer());
  expect(bytes.length).toBe(video.size);
  expect(bytes.toString('latin1', 4, 12)).toBe('ftypisom');
  for (const { cid, text } of video.captions) expect(await (await ofBlob(cid)).text()).toBe(text);
});

test('the thread is as deep and as wide as it says', async () => {
  const { root, deep, depth, hidden } = around.thread;
  const { thread } = await get<{ thread: { uri: string; depth: number }[] }>(
    network.appview,
    `app.bsky.unspecced.getPostThreadV2?below=20&branchingFactor=100&anchor=${encoded(root.uri)}`,
  );
  expect(thread.find(({ uri }) => uri === deep.uri)?.depth).toBe(depth);
  expect(thread.filter((item) => item.depth === 2).length).toBeGreaterThanOrEqual(8);
  expect(thread.map(({ uri }) => uri)).not.toContain(hidden.uri);
  const other = await get<{ thread: { uri: string }[] }>(
    network.appview,
    `app.bsky.unspecced.getPostThreadOtherV2?anchor=${encoded(root.uri)}`,
  );
  expect(other.thread.map(({ uri }) => uri)).toContain(hidden.uri);
});

test('one feed answers, page by page, and one does not', async () => {
  const { feed, posts, deadFeed } = around.feeds;
  type Page = { feed: { post: { uri: string } }[]; cursor?: string };
  const ask = `app.bsky.feed.getFeed?limit=4&feed=${encoded(feed)}`;
  const first = await get<Page>(network.appview, ask);
  const second = await get<Page>(network.appview, `${ask}&cursor=${first.cursor}`);
  const uris = [...first.feed, ...second.feed].map(({ post }) => post.uri);
  expect(uris).toEqual(posts.slice(0, 8));
  const dead = await fetch(`${network.appview}/xrpc/app.bsky.feed.getFeed?feed=${encoded(deadFeed)}`);
  expect(dead.status).toBeGreaterThanOrEqual(500);
});

test('nora can sign in, and was told of what others did', async () => {
  const { handle, password, reasons } = around.nora;
  const session = await fetch(`${network.pds}/xrpc/com.atproto.server.createSession`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: handle, password }),
  });
  const { accessJwt } = (await session.json()) as { accessJwt: string };
  const { notifications } = await get<{ notifications: { reason: string }[] }>(
    network.pds,
    'app.bsky.notification.listNotifications?limit=50',
    { authorization: `Bearer ${accessJwt}` },
  );
  const counts: Record<string, number> = {};
  for (const { reason } of notifications) counts[reason] = (counts[reason] ?? 0) + 1;
  expect(counts).toEqual(reasons);
});
