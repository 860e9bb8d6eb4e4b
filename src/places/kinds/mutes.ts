import { say } from '../../text/sentence.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { mustBeOwn } from '../own-only.js';
import type { PlaceKind } from '../place-kind.js';
import { profilesListing } from '../profiles-listing.js';

declare module '../addresses.js' {
  interface Addresses {
    mutes: AboutAccount<'mutes'>;
  }
}

/** Whom the account in use mutes. */
export const mutes: PlaceKind<AboutAccount<'mutes'>> = aboutAccount({
  kind: 'mutes',
  webPage: () => 'https://bsky.app/moderation/muted-accounts',
  command: {
    keys: [],
    title: () => 'list whom you mute',
    own: say`Only their owner sees mutes: {key:account.sign-in} signs in.`,
  },
  listing: (address, { appview, client, did, viewer }) => ({
    ...profilesListing({
      address,
      viewer,
      async page(cursor, { signal, limit }) {
        await mustBeOwn('mutes', did, client.sessions);
        return await appview.page('app.bsky.graph.getMutes', 'mutes', {}, cursor, { signal, limit });
      },
    }),
    isPrivate: true,
  }),
});
