import { type AboutAccount, aboutAccount } from '../about-account.js';
import { feedListing } from '../feed-view.js';
import type { Order } from '../listing.js';
import type { PlaceKind } from '../place-kind.js';
import { ordersFrom, withChoice } from '../with-choice.js';

declare module '../addresses.js' {
  interface Addresses {
    authorFeed: AuthorFeedAddress;
  }
}

export interface AuthorFeedAddress extends AboutAccount<'authorFeed'> {
  /** Which of the posts, as `filter` of `app.bsky.feed.getAuthorFeed` has it without `posts_`; undefined: with replies. */
  readonly filter?: string | undefined;
}

/** The filters of `app.bsky.feed.getAuthorFeed`, by what follows `posts_` in them. */
const FILTERS: readonly Order[] = [
  { id: 'with_replies', title: 'posts with replies' },
  { id: 'no_replies', title: 'posts without replies' },
  { id: 'with_media', title: 'posts with pictures or video' },
  { id: 'with_video', title: 'posts with video' },
  { id: 'and_author_threads', title: 'posts and threads of its own' },
];

/** What an account posts and passes on, as its page at bsky.app has it: what is pinned first. */
export const authorFeed: PlaceKind<AuthorFeedAddress> = withChoice(
  aboutAccount({
    kind: 'authorFeed',
    word: 'posts',
    command: {
      name: 'author-feed',
      keys: [],
      title: (account) => `list what ${account} posts and reposts`,
    },
    listing(address: AuthorFeedAddress, { appview, did }) {
      const orders = ordersFrom(FILTERS, address.filter);
      return feedListing({
        address,
        orders,
        page: (cursor, { order = orders[0]?.id, signal, limit }) =>
          appview.page(
            'app.bsky.feed.getAuthorFeed',
            'feed',
            { actor: did, filter: `posts_${order}`, includePins: true },
            cursor,
            { signal, limit },
          ),
      });
    },
  }),
  { name: 'filter', of: FILTERS },
);
