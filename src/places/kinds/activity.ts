import { type AboutAccount, aboutAccount } from '../about-account.js';
import { activityListing } from '../archives/activity-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    activity: AboutAccount<'activity'>;
  }
}

/** The activity of an account by day, from the newest copy of its repository that is kept. */
export const activity: PlaceKind<AboutAccount<'activity'>> = {
  ...aboutAccount({ kind: 'activity', listing: () => undefined }),
  // What nothing is known of without a copy is not among the contents of an account.
  contents: undefined,
  listing: (address, context) =>
    activityListing({ ...address, of: { repo: address.repo, copy: 0 } }, context),
};
