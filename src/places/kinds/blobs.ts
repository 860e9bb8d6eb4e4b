import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    blobs: AboutAccount<'blobs'>;
  }
}

/** The pictures, films and other files of an account: what they are, how large, and what uses them. */
export const blobs: PlaceKind<AboutAccount<'blobs'>> = {
  ...aboutAccount({
    kind: 'blobs',
    command: { keys: [], title: (account) => `list the pictures and other blobs of ${account}` },
  }),
  async prepare(address, { client, identity, archives }) {
    if (identity === undefined) return undefined;
    const { accountBlobsListing } = await import('../blobs/open-blobs.js');
    return accountBlobsListing(address, { client, identity, archives });
  },
};
