import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    identity: AboutAccount<'identity'>;
  }
}

/** Who an account is: its DID document, its handle and what each way from one to the other says. */
export const identity: PlaceKind<AboutAccount<'identity'>> = {
  ...aboutAccount({
    kind: 'identity',
    command: { keys: [], title: (account) => `show the identity of ${account}` },
    listing: () => undefined,
  }),
  shows: 'overview',
  listed: () => undefined,
};
