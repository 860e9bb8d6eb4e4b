import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import { viewsListing } from '../views-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    lists: AboutAccount<'lists'>;
  }
}

/** The lists of an account, as the AppView knows them. */
export const lists: PlaceKind<AboutAccount<'lists'>> = aboutAccount({
  kind: 'lists',
  command: { keys: [], title: (account) => `list the lists of ${account}` },
  listing: (address, { appview, did }) =>
    viewsListing({
      address,
      collection: 'app.bsky.graph.list',
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.graph.getLists', 'lists', { actor: did }, cursor, { signal, limit }),
      counts: [{ title: 'members', member: 'listItemCount' }],
    }),
});
