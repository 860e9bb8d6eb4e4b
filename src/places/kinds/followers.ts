import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';
import { RELATION_ORDERS } from '../relation-orders.js';

declare module '../addresses.js' {
  interface Addresses {
    followers: AboutAccount<'followers'>;
  }
}

/** Who follows an account, as the AppView knows it. */
export const followers: PlaceKind<AboutAccount<'followers'>> = aboutAccount({
  kind: 'followers',
  web: { word: 'followers' },
  command: { keys: ['f'], hint: 'followers', title: (account) => `list the followers of ${account}` },
  listing: (address, { appview, did, viewer }) =>
    profilesListing({
      address,
      viewer,
      orders: RELATION_ORDERS,
      page: (cursor, { signal, limit, order: sort }) =>
        appview.page('app.bsky.graph.getFollowers', 'followers', { actor: did, sort }, cursor, {
          signal,
          limit,
        }),
    }),
});
