import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    log: AboutAccount<'log'>;
  }
}

/** What became of an account: the log of the PLC directory, checked, as what each operation changed. */
export const log: PlaceKind<AboutAccount<'log'>> = {
  ...aboutAccount({
    kind: 'log',
    command: { keys: [], title: (account) => `show what became of the identity of ${account}` },
  }),
  withoutIdentity: true,
  async prepare(address, { client, identity }) {
    const { logListing } = await import('../identity/open-identity.js');
    return logListing(address, identity?.did ?? address.repo, client);
  },
};
