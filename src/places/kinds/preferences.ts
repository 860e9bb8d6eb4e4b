import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    preferences: AboutAccount<'preferences'>;
  }
}

/** The preferences of the account, for its owner only. */
export const preferences: PlaceKind<AboutAccount<'preferences'>> = aboutAccount({
  kind: 'preferences',
  contents: 'own',
  webPage: () => 'https://bsky.app/settings',
  async prepare(address, { client, did }) {
    const { preferencesListing } = await import('../preferences.js');
    return preferencesListing({ address, source: client, did });
  },
});
