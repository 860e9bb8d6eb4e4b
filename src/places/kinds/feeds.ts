import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import { viewsListing } from '../views-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    feeds: AboutAccount<'feeds'>;
  }
}

/** The feeds that an account made, as the AppView knows them. */
export const feeds: PlaceKind<AboutAccount<'feeds'>> = aboutAccount({
  kind: 'feeds',
  command: { keys: [], title: (account) => `list the feeds of ${account}` },
  listing: (address, { appview, did }) =>
    viewsListing({
      address,
      collection: 'app.bsky.feed.generator',
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.feed.getActorFeeds', 'feeds', { actor: did }, cursor, { signal, limit }),
      counts: [{ title: 'likes', member: 'likeCount' }],
    }),
});
