import { field } from '../../text/json-fields.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';
import { viewsListing } from '../views-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    packs: AboutAccount<'packs'>;
  }
}

/** The starter packs of an account, as the AppView knows them. */
export const packs: PlaceKind<AboutAccount<'packs'>> = aboutAccount({
  kind: 'packs',
  command: { keys: [], title: (account) => `list the starter packs of ${account}` },
  title: 'starter packs',
  listing: (address, { appview, did }) =>
    viewsListing({
      address,
      collection: 'app.bsky.graph.starterpack',
      page: (cursor, { signal, limit }) =>
        appview.page('app.bsky.graph.getActorStarterPacks', 'starterPacks', { actor: did }, cursor, {
          signal,
          limit,
        }),
      record: (view) => field(view, 'record'),
      counts: [
        { title: 'members', member: 'listItemCount' },
        { title: 'joined', member: 'joinedAllTimeCount' },
      ],
    }),
});
