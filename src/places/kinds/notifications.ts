import { say } from '../../text/sentence.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { notificationsListing } from '../notifications/notifications-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    notifications: AboutAccount<'notifications'>;
  }
}

/** What others did to the account in use, or to what it wrote. */
export const notifications: PlaceKind<AboutAccount<'notifications'>> = aboutAccount({
  kind: 'notifications',
  webPage: () => 'https://bsky.app/notifications',
  command: {
    keys: [],
    title: () => 'read your notifications',
    own: say`Only their owner sees notifications: {key:account.sign-in} signs in.`,
  },
  listing: (address, { appview, client, did }) =>
    notificationsListing({ address, appview, sessions: client.sessions, did }),
});
