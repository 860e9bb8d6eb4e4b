import type { AppView } from '../../../src/atproto/appview.js';
import { Reply } from '../../../src/atproto/calls/reply.js';
import { NEWEST_FIRST, OLDEST_FIRST } from '../../../src/places/listing.js';
import { threadListing } from '../../../src/places/threads/thread-listing.js';
import type { ListState } from '../../../src/store/lists/lists-state.js';
import { newList } from '../../../src/store/lists/lists-update.js';
import { PagedRows } from '../../../src/store/lists/paged-rows.js';

const POST = 'app.bsky.feed.post';
const { signal } = new AbortController();

const didOf = (name: string): string => `did:plc:${name.padEnd(24, 'a')}`;
/** at-URI of a post of a thread, by who wrote it and its key. */
export const threadUri = (by: string, key: string): string => `at://${didOf(by)}/${POST}/${key}`;

export const ROOT = threadUri('tess', 'root');

/** A post of the thread of `tess.test`, so deep below the one that it is opened at. */
export function threadPost(depth: number, by: string, key: string, text: string, more: object = {}) {
  const uri = threadUri(by, key);
  const { embed, ...tags } = more as { embed?: unknown };
  const reply = { root: { uri: ROOT }, parent: { uri: ROOT } };
  return {
    uri,
    depth,
    value: {
      $type: 'app.bsky.unspecced.defs#threadItemPost',
      moreReplies: 0,
      ...tags,
      post: {
        uri,
        cid: 'bafyreib573ikz7lvd5lj35igy3zfoynqwd4lzi53w2yn3uhtlxwbs3p4vi',
        author: { did: didOf(by), handle: `${by}.test` },
        record: {
          $type: POST,
          text,
          createdAt: '2024-02-20T12:00:00Z',
          embed,
          ...(uri !== ROOT && { reply }),
        },
        replyCount: 2,
        likeCount: 5,
      },
    },
  };
}

/** What stands in the place of a post. */
export const threadGap = (depth: number, by: string, name: string, more: object = {}) => ({
  uri: threadUri(by, name),
  depth,
  value: { $type: `app.bsky.unspecced.defs#threadItem${name}`, ...more },
});

const images = (count: number) => ({
  $type: 'app.bsky.embed.images',
  images: Array.from({ length: count }, () => ({ alt: '' })),
});

/** A thread with all that may stand in one. */
export const THREAD = [
  threadPost(-2, 'tess', 'root', 'What do you plant first in spring, and why? 🌱'),
  threadGap(-1, 'gone', 'NotFound'),
  threadPost(0, 'uma', 'here', 'Broad beans, they do not mind the frost.'),
  threadPost(1, 'tess', '3', 'Mine rotted last year.', { embed: images(2) }),
  threadPost(2, 'uma', '4', 'Then it was too wet, not too cold:\n\nsqueeze the earth.'),
  ...Array.from({ length: 8 }, (_, at) =>
    threadPost(3 + at, at % 2 ? 'uma' : 'tess', `d${at}`, `And then? (${at})`),
  ),
  threadPost(3, 'wren', '12', 'A remark', { moreReplies: 3 }),
  threadPost(1, 'wren', '13', '黒トマト, all of them', {
    embed: { $type: 'app.bsky.embed.external', external: { uri: 'https://example.com', title: 'Tomatoes' } },
  }),
  threadGap(1, 'vik', 'Blocked', { author: { did: didOf('vik') } }),
  threadGap(1, 'shy', 'NoUnauthenticated'),
  threadPost(1, 'xenia', '16', 'Nothing at all.', { mutedByViewer: true }),
];

const HIDDEN = [threadPost(1, 'xenia', '20', 'Gardens are a waste of time.', { hiddenByThreadgate: true })];

/** An AppView that gives those posts, and counts how often it was asked. */
export function threadAppView(thread: readonly unknown[], hidden: readonly unknown[] = HIDDEN) {
  const asked: string[] = [];
  const appview = {
    async ask(nsid: string) {
      asked.push(nsid);
      const answer = nsid.endsWith('OtherV2')
        ? { thread: hidden }
        : { thread, hasOtherReplies: hidden.length > 0 };
      return new Reply(Buffer.from(JSON.stringify(answer)), 'appview.test', nsid);
    },
  } as unknown as AppView;
  return { appview, asked };
}

/** The listing of the thread of a post. */
export const threadListingOf = (appview: AppView, uri: string = threadUri('uma', 'here')) =>
  threadListing(
    { kind: 'thread', repo: didOf('uma'), collection: POST, rkey: 'here' },
    { appview, uri, viewer: undefined } as never,
    [OLDEST_FIRST, NEWEST_FIRST],
  );

/** The list of that thread, with what somebody hid unfolded. */
export async function threadList(): Promise<ListState> {
  const listing = threadListingOf(threadAppView(THREAD).appview);
  listing.folds?.unfoldAll();
  const page = await listing.load(undefined, { signal });
  const rows = new PagedRows<unknown>();
  rows.append(page.rows, undefined);
  return {
    ...newList(listing.address, undefined),
    listing: listing as never,
    rows,
    status: 'ready',
    ended: true,
    note: page.rows.note,
  };
}
