import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    memberships: AboutAccount<'memberships'>;
  }
}

/** On which of the lists, and in which of the starter packs, of the account in use an account stands. */
export const memberships: PlaceKind<AboutAccount<'memberships'>> = aboutAccount({
  kind: 'memberships',
  command: { keys: [], title: (account) => `show on which of your lists ${account} stands` },
  contents: 'others',
  async prepare(address, { appview, client, did }) {
    const { membershipsListing } = await import('../memberships.js');
    return membershipsListing({ address, appview, sessions: client.sessions, did });
  },
});
