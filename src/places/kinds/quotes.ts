import type { RawItem } from '../../atproto/calls/raw-items.js';
import { field } from '../../text/json-fields.js';
import { type AboutRecord, aboutRecord } from '../about-record.js';
import type { Listing } from '../listing.js';
import type { PlaceKind } from '../place-kind.js';
import { postCells, postColumns, postDids } from '../post-row.js';
import { viewKey, viewRow } from '../views-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    quotes: AboutRecord<'quotes'>;
  }
}

/** The posts that quote a post, as the AppView knows them. */
export const quotes: PlaceKind<AboutRecord<'quotes'>> = aboutRecord({
  kind: 'quotes',
  web: { word: 'quotes', of: ['post'] },
  command: {
    keys: [],
    title: 'list the quotes of the post',
    of: 'app.bsky.feed.post',
    refusal: 'Only a post has quotes: select one first.',
  },
  listing: (address, { appview, uri }): Listing<RawItem> => ({
    address,
    columns: postColumns,
    orders: [],
    dependsOnViewer: true,
    async load(cursor, { signal, limit }) {
      const page = await appview.page('app.bsky.feed.getQuotes', 'posts', { uri }, cursor, { signal, limit });
      return { rows: page.items, cursor: page.cursor };
    },
    row(item, names) {
      const post = item.value();
      return viewRow(post, field(post, 'author'), postCells(post, names), names);
    },
    key: (item) => viewKey(item.value()),
    dids: (item) => postDids(item.value()),
    json: (item) => item.text(),
  }),
});
