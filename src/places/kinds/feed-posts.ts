import { reworded } from '../../atproto/calls/reworded-error.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
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
      async page(cursor, { signal, limit }) {
        const options = { signal, limit };
        if (address.collection === LIST) {
          return await appview.page('app.bsky.feed.getListFeed', 'feed', { list: uri }, cursor, options);
        }
        try {
          return await appview.page('app.bsky.feed.getFeed', 'feed', { feed: uri }, cursor, options);
        } catch (error) {
          throw ofGenerator(error);
        }
      },
    }),
});

/** What an AppView answers where the generator, which it asks in its turn, does not: 500 or 502, and a PDS 502 for either. */
function ofGenerator(error: unknown): unknown {
  if (!(error instanceof XrpcError) || (error.status !== 500 && error.status !== 502)) return error;
  return reworded(error, `the generator of this feed does not answer as it should: ${error.message}`);
}
