import { type AboutAccount, aboutAccount } from '../about-account.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    labeler: AboutAccount<'labeler'>;
  }
}

/** An account as a labeler. Few accounts are one, and which cannot be told without asking: the contents do not name it. */
export const labeler: PlaceKind<AboutAccount<'labeler'>> = {
  ...aboutAccount({
    kind: 'labeler',
    command: { keys: [], title: (account) => `show what ${account} labels with, and what that means` },
    title: 'label definitions',
  }),
  contents: undefined,
  async prepare(address, { identity, client }) {
    if (identity === undefined) return undefined;
    const { labelerListing } = await import('../labels/open-labels.js');
    return labelerListing(address, identity, client);
  },
};
