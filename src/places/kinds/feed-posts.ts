import { type AboutRecord, aboutRecord } from '../about-record.js';
import { feedListing } from '../feed-view.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    feedPosts: AboutRecord<'feedPosts'>;
  }
}

const FEED = 'app.bsky.feed.generator';
const LIST = 'app.bsky.graph.list';

/** The posts of a feed, as its generator chooses them for who asks, or those of the accounts on a list. */
export const feedPosts: PlaceKind<AboutRecord<'feedPosts'>> = aboutRecord({
  kind: 'feedPosts',
  word: 'posts',
  only: [FEED, LIST],
  command: {
    name: 'feed-posts',
    keys: [],
    title: 'list the posts of the feed or list',
    of: [FEED, LIST],
    refusal: 'Only a feed or a list has posts: select one first.',
  },
  listing: (address, { appview, uri }) =>
    feedListing({
      address,
      page: (cursor, { signal, limit }) =>
        address.collection === FEED
          ? appview.page('app.bsky.feed.getFeed', 'feed', { feed: uri }, cursor, { signal, limit })
          : appview.page('app.bsky.feed.getListFeed', 'feed', { list: uri }, cursor, { signal, limit }),
    }),
});
