import type { RawItem } from '../atproto/calls/raw-items.js';
import type { AtClient } from '../atproto/client.js';
import { field } from '../text/json-fields.js';
import type { Listing, Order } from './listing.js';
import { refusedToNobody } from './own-only.js';
import { type PostSearchAddress, readPostQuery } from './post-query.js';
import { postCells, postColumns, postDids } from './post-row.js';
import { viewKey, viewRow } from './views-listing.js';

/** Nothing is sent for the first. */
const ORDERS: readonly Order[] = [
  { id: 'latest', title: 'latest first' },
  { id: 'top', title: 'top first' },
];

/** The posts that an AppView finds by words, which are lit in them. */
export function foundPostsListing(
  address: PostSearchAddress,
  { appview, sessions }: Pick<AtClient, 'appview' | 'sessions'>,
): Listing<RawItem> {
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
}
