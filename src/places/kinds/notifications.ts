import { say } from '../../text/sentence.js';
import { type AboutAccount, aboutAccount } from '../about-account.js';
import { NOTIFICATION_ORDERS } from '../notifications/reasons.js';
import type { PlaceKind } from '../place-kind.js';
import { ordersFrom, withChoice } from '../with-choice.js';

declare module '../addresses.js' {
  interface Addresses {
    notifications: NotificationsAddress;
  }
}

export interface NotificationsAddress extends AboutAccount<'notifications'> {
  /** What they are narrowed to; undefined: all. */
  readonly reasons?: string | undefined;
}

/** What others did to the account in use, or to what it wrote. */
export const notifications: PlaceKind<NotificationsAddress> = withChoice(
  aboutAccount({
    kind: 'notifications',
    webPage: () => 'https://bsky.app/notifications',
    command: {
      keys: [],
      title: () => 'read your notifications',
      own: say`Only their owner sees notifications: {key:account.sign-in} signs in.`,
    },
    async prepare(address: NotificationsAddress, { appview, client, did }) {
      const { notificationsListing } = await import('../notifications/notifications-listing.js');
      const orders = ordersFrom(NOTIFICATION_ORDERS, address.reasons);
      return notificationsListing({ address, appview, sessions: client.sessions, did, orders });
    },
  }),
  { name: 'reasons', of: NOTIFICATION_ORDERS },
);
