import { type AboutAccount, aboutAccount } from '../about-account.js';
import { mustBeSignedIn } from '../own-only.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    known: AboutAccount<'known'>;
  }
}

/** Who of those that the account in use follows follows an account, too. */
export const known: PlaceKind<AboutAccount<'known'>> = aboutAccount({
  kind: 'known',
  web: { word: 'known-followers' },
  command: { keys: [], title: (account) => `list the followers of ${account} whom you follow` },
  title: 'known followers',
  contents: 'others',
  listing: (address, { appview, client, did, viewer }) => ({
    ...profilesListing({
      address,
      viewer,
      async page(cursor, { signal, limit }) {
        mustBeSignedIn('known followers', client.sessions);
        return await appview.page('app.bsky.graph.getKnownFollowers', 'followers', { actor: did }, cursor, {
          signal,
          limit,
        });
      },
    }),
    isPrivate: true,
  }),
});
