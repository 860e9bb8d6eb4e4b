import { expect, test } from 'vitest';
import type { AppView } from '../../../src/atproto/appview.js';
import { XrpcError } from '../../../src/atproto/calls/xrpc-error.js';
import { formatAddress } from '../../../src/places/address.js';
import type { Listing } from '../../../src/places/listing.js';
import { POST_TEXT_CELL } from '../../../src/places/post-row.js';
import type { ThreadRow } from '../../../src/places/threads/thread-tree.js';
import {
  THREAD,
  threadAppView,
  threadGap,
  threadListingOf,
  threadPost,
  threadUri,
} from '../../support/screen/thread-list.js';

const { signal } = new AbortController();

async function load(listing: Listing<ThreadRow>) {
  const { rows } = await listing.load(undefined, { signal });
  const items = Array.from({ length: rows.length }, (_, at) => rows.at(at) as ThreadRow);
  const shown = () => items.map((item) => listing.row(item, () => undefined));
  return { rows, items, shown, texts: () => shown().map(({ cells }) => cells[POST_TEXT_CELL]) };
}

const failing = (status: number, error?: string) =>
  new XrpcError({ failure: 'status', service: 'a.test', nsid: 'a.b.c', message: 'no', status, error });

test('folding asks nobody again, and loading does', async () => {
  const { appview, asked } = threadAppView(THREAD, []);
  const listing = threadListingOf(appview);
  const { items } = await load(listing);
  const first = items.find((item) => item.depth === 1) as ThreadRow;
  listing.folds?.toggle(first);
  const folded = await load(listing);
  expect(folded.texts()).toContain('├ ▸ 10 below · ▣2 Mine rotted last year.');
  expect(folded.items.length).toBe(items.length - 11);
  listing.folds?.toggle(first);
  expect((await load(listing)).items).toHaveLength(items.length);
  expect(asked).toHaveLength(1);
  await load(listing);
  expect(asked).toHaveLength(2);
});

test('folding all leaves what answers the post in sight', async () => {
  const listing = threadListingOf(threadAppView(THREAD, []).appview);
  await load(listing);
  listing.folds?.foldAll();
  const depths = (await load(listing)).items.map(({ depth }) => depth);
  expect(depths).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  listing.folds?.unfoldAll();
  expect((await load(listing)).items.some(({ depth }) => depth > 8)).toBe(true);
});

test('how many replies are hidden is asked for beside, and nobody waits for it', async () => {
  const { appview, asked } = threadAppView([threadPost(0, 'tess', 'root', 'Hello')]);
  const listing = threadListingOf(appview);
  const { rows, texts } = await load(listing);
  await rows.later;
  expect(texts()).toEqual(['● Hello', '└ ▸ 1 hidden reply']);
  listing.folds?.unfoldAll();
  const all = await load(listing);
  expect(all.texts().slice(1)).toEqual([
    '└ ▾ 1 hidden reply',
    ' └ hidden by OP · Gardens are a waste of time.',
  ]);
  expect(asked).toHaveLength(2);
});

test('hidden replies that cannot be asked for leave the thread as it is', async () => {
  const { appview } = threadAppView([threadPost(0, 'tess', 'root', 'Hello')]);
  const ask = appview.ask.bind(appview);
  const refusing = {
    ask: async (...call: Parameters<AppView['ask']>) =>
      call[0].endsWith('OtherV2') ? Promise.reject(failing(503)) : await ask(...call),
  } as AppView;
  const { rows, shown } = await load(threadListingOf(refusing));
  await rows.later;
  const [post, hidden] = shown();
  expect(post?.wrong).toBeUndefined();
  expect(hidden?.wrong).toMatch(/not available.*503/);
});

test('a row says who began the thread, what is not shown and why, and where the thread goes on', async () => {
  const listing = threadListingOf(threadAppView(THREAD, []).appview);
  const { shown, items } = await load(listing);
  const said = shown().map(({ cells, opens }) => [
    cells.slice(1, 3).filter(Boolean).join(' ').trim(),
    opens && formatAddress(opens).replace(/did:plc:([a-z]+?)a{10,}/, '$1'),
  ]);
  expect(said).toContainEqual([
    expect.stringMatching(/^OP @tess\.test ┌ What do you plant/),
    'at://tess.test/app.bsky.feed.post/root',
  ]);
  const texts = said.map(([text]) => text?.replace(/did:plc:([a-z]+?)a{10,}/, '$1'));
  expect(texts[1]).toBe('│ not found: it was deleted, or never was there');
  expect(texts).toContain('vik ├ not shown: one of the two blocks the other');
  expect(texts).toContain('├ only for who is signed in');
  expect(texts).toContain('@xenia.test └ muted by you · Nothing at all.');
  const more = items.find(({ kind }) => kind === 'more') as ThreadRow;
  const { opens, spoken, cells } = listing.row(more, () => undefined);
  expect([cells[POST_TEXT_CELL], spoken]).toEqual(['│  └ 3 more replies', '3 more replies']);
  expect(opens).toMatchObject({ kind: 'thread', rkey: '12' });
  expect(JSON.parse(listing.json(more))).toEqual({ depth: 4, moreReplies: 3, uri: threadUri('wren', '12') });
});

test('a screen reader hears how deep a post is in words, and no lines', async () => {
  const { shown } = await load(threadListingOf(threadAppView(THREAD, []).appview));
  const heard = shown().map(({ spoken }) => spoken);
  expect(heard[0]).toBe('above, OP @tess.test, What do you plant first in spring, and why? 🌱');
  expect(heard).toContain('level 9, OP @tess.test, And then? (6)');
  expect(heard.join()).not.toMatch(/[│├└┌●]/);
});

test('it opens at the post, by the key of its row', async () => {
  const listing = threadListingOf(threadAppView(THREAD, []).appview);
  const { items } = await load(listing);
  expect(items.findIndex((item) => listing.key(item) === listing.opensAt)).toBe(2);
});

test('all of the thread is one document, what is hidden along with it', async () => {
  const listing = threadListingOf(threadAppView([threadGap(0, 'uma', 'Blocked')]).appview);
  const document = JSON.parse((await listing.document?.({ signal })) ?? '');
  expect(document).toMatchObject({
    thread: [{ depth: 0 }],
    hasOtherReplies: true,
    hiddenReplies: [{ depth: 1 }],
  });
});

test.each([
  ['an AppView without the method', 501, 'MethodNotImplemented', true],
  ['a PDS without it', 401, 'AuthMissing', true],
  ['a service that is down', 503, undefined, false],
])('%s is asked by the older method, or not', async (_, status, error, isAsked) => {
  const asked: string[] = [];
  const appview = {
    async ask(nsid: string) {
      asked.push(nsid);
      throw failing(status, error);
    },
  } as unknown as AppView;
  await expect(load(threadListingOf(appview))).rejects.toThrow('no');
  expect(asked.includes('app.bsky.feed.getPostThread')).toBe(isAsked);
});
