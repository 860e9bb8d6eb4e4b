import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';
import { RELATION_ORDERS } from '../relation-orders.js';

declare module '../addresses.js' {
  interface Addresses {
    follows: AboutAccount<'follows'>;
  }
}

/** Whom an account follows, as the AppView knows it. */
export const follows: PlaceKind<AboutAccount<'follows'>> = aboutAccount({
  kind: 'follows',
  web: { word: 'follows' },
  command: { keys: ['F'], title: (account) => `list whom ${account} follows` },
  listing: (address, { appview, did, viewer }) =>
    profilesListing({
      address,
      viewer,
      orders: RELATION_ORDERS,
      page: (cursor, { signal, limit, order: sort }) =>
        appview.page('app.bsky.graph.getFollows', 'follows', { actor: did, sort }, cursor, { signal, limit }),
    }),
});
