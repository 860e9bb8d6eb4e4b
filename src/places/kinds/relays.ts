import { type AboutAccount, aboutAccount } from '../about-account.js';
import { relaysListing } from '../identity/relays-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    relays: AboutAccount<'relays'>;
  }
}

/** Whether the network sees an account. Relays are asked when one goes there: the contents, which preview what they name, do not name it. */
export const relays: PlaceKind<AboutAccount<'relays'>> = {
  ...aboutAccount({
    kind: 'relays',
    command: { keys: [], title: (account) => `ask the relays whether they see ${account}` },
    listing: (address, { identity, client }) => relaysListing(address, identity, client),
  }),
  contents: undefined,
};
