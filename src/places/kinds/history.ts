import { type AboutAccount, aboutAccount } from '../about-account.js';
import { historyListing } from '../history.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    history: AboutAccount<'history'>;
  }
}

/** Who came and went while the account was watched. */
export const history: PlaceKind<AboutAccount<'history'>> = aboutAccount({
  kind: 'history',
  listing: (address, { history: source, did }) => source && historyListing({ address, history: source, did }),
});
