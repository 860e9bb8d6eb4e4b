import type { RawItem } from '../../atproto/calls/raw-items.js';
import { field } from '../../text/json-fields.js';
import type { Listing, Order } from '../listing.js';
import { refusedToNobody } from '../own-only.js';
import type { PlaceKind } from '../place-kind.js';
import { readPostQuery } from '../post-query.js';
import { postCells, postColumns, postDids } from '../post-row.js';
import { viewKey, viewRow } from '../views-listing.js';
import { encodedWords, readWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    postSearch: PostSearchAddress;
  }
}

/** Posts by words of their text, with parameters among them. */
export interface PostSearchAddress {
  readonly kind: 'postSearch';
  readonly words: string;
}

/** Nothing is sent for the first. */
const ORDERS: readonly Order[] = [
  { id: 'latest', title: 'latest first' },
  { id: 'top', title: 'top first' },
];

/** Posts that an AppView finds by words. */
export const postSearch: PlaceKind<PostSearchAddress> = {
  kind: 'postSearch',
  source: 'network',
  shows: 'list',
  schemes: ['posts'],
  command: {
    id: 'place.posts',
    name: 'posts',
    keys: [],
    title: 'look for posts by words',
    anywhere: true,
    takes: 'words',
    titleWith: (words) => `look for posts by “${words}”`,
    to: (_selection, words) =>
      words === undefined ? { prompt: 'posts:' } : { address: { kind: 'postSearch', words } },
  },
  parse(segments) {
    const words = readWords(segments);
    return words === undefined
      ? { ok: false, reason: 'Posts are looked for by words: posts:gardens, posts:maps from:alice.test' }
      : { ok: true, address: { kind: 'postSearch', words } };
  },
  format: ({ words }) => `posts:${encodedWords(words)}`,
  parent: () => undefined,
  uri: () => undefined,
  webPage: ({ words }) => `https://bsky.app/search?q=${encodeURIComponent(words)}`,
  account: () => undefined,
  withAccount: (address) => address,
  collection: () => undefined,
  record: () => undefined,
  listed: (address) => address,
  steps: ({ words }) => ['posts', words],
  title: ({ words }) => `posts: ${words}`,
  listing(address, { client }): Listing<RawItem> {
    const { appview, sessions } = client;
    const { current } = sessions;
    const { q, params, words } = readPostQuery(address.words, current?.handle ?? current?.did);
    return {
      address,
      columns: postColumns,
      orders: ORDERS,
      dependsOnViewer: true,
      lit: words,
      empty: 'No post that this AppView knows has these words.',
      async load(cursor, { signal, limit, order: sort }) {
        try {
          const asked = { q, ...params, sort };
          const page = await appview.page('app.bsky.feed.searchPosts', 'posts', asked, cursor, {
            signal,
            limit,
          });
          return { rows: page.items, cursor: page.cursor };
        } catch (error) {
          throw refusedToNobody('looks for posts', error, sessions) ?? error;
        }
      },
      row(item, names) {
        const post = item.value();
        return viewRow(post, field(post, 'author'), postCells(post, names));
      },
      key: (item) => viewKey(item.value()),
      dids: (item) => postDids(item.value()),
      json: (item) => item.text(),
    };
  },
};
