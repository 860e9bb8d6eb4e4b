import { type AboutAccount, aboutAccount } from '../about-account.js';
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
  }),
  contents: undefined,
  async prepare(address, { identity, client }) {
    if (identity === undefined) return undefined;
    const { relaysListing } = await import('../identity/open-identity.js');
    return relaysListing(address, identity, client);
  },
};
