import { NO_ACCOUNT } from '../about-account.js';
import { activityListing } from '../archives/activity-listing.js';
import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveActivity: ArchiveActivityAddress;
  }
}

/** The days of an archive, with how many records each has. */
export interface ArchiveActivityAddress {
  readonly kind: 'archiveActivity';
  readonly of: ArchiveName;
}

const WORD = 'activity';

/** The activity of a repository by day, from an archive of it: a calendar on the screen. */
export const archiveActivity: PlaceKind<ArchiveActivityAddress> = placeOfArchive<ArchiveActivityAddress>({
  kind: 'archiveActivity',
  inArchive: ({ records }) => (records === 0 ? undefined : ''),
  command: {
    id: 'place.activity',
    name: WORD,
    keys: [],
    title: 'show when the records of the archive were made, by day',
    takes: 'account',
    titleWith: (account) => `show when the records of ${account} were made, by day`,
    to({ archive, account }, named) {
      const repo = named ?? account;
      const of = archive !== undefined && named === undefined ? archive : repo && { repo, copy: 0 };
      return of ? { address: { kind: 'archiveActivity', of } } : { refusal: NO_ACCOUNT };
    },
  },
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    return reading.ok && reading.path.length === 1 && reading.path[0] === WORD
      ? { ok: true, address: { kind: 'archiveActivity', of: reading.of } }
      : undefined;
  },
  format: ({ of }) => archivePathText({ of, path: [WORD] }),
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: () => [WORD],
  listing: activityListing,
});
