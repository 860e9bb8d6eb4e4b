import { say } from '../../text/sentence.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { mustBeOwn } from '../own-only.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    blocks: AboutAccount<'blocks'>;
  }
}

/** Whom the account in use blocks. */
export const blocks: PlaceKind<AboutAccount<'blocks'>> = aboutAccount({
  kind: 'blocks',
  webPage: () => 'https://bsky.app/moderation/blocked-accounts',
  command: {
    keys: [],
    title: () => 'list whom you block',
    own: say`Only their owner sees blocks: {key:account.sign-in} signs in.`,
  },
  listing: (address, { appview, client, did, viewer }) => ({
    ...profilesListing({
      address,
      viewer,
      async page(cursor, { signal, limit }) {
        await mustBeOwn('blocks', did, client.sessions);
        return await appview.page('app.bsky.graph.getBlocks', 'blocks', {}, cursor, { signal, limit });
      },
    }),
    isPrivate: true,
  }),
});
