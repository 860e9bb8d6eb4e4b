import { readUtcDay } from '../../text/utc-day.js';
import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { dayListing } from '../archives/day-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveDay: ArchiveDayAddress;
  }
}

/** The records of one day of an archive. */
export interface ArchiveDayAddress {
  readonly kind: 'archiveDay';
  readonly of: ArchiveName;
  /** Of UTC: `2024-02-21`. */
  readonly day: string;
}

const WORD = 'activity';

/** The records of one day of an archive, of all of its collections. */
export const archiveDay: PlaceKind<ArchiveDayAddress> = placeOfArchive<ArchiveDayAddress>({
  kind: 'archiveDay',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    if (!reading.ok) return undefined;
    const [word, day, ...more] = reading.path;
    const isDay = word === WORD && day !== undefined && readUtcDay(day) !== undefined && more.length === 0;
    return isDay ? { ok: true, address: { kind: 'archiveDay', of: reading.of, day } } : undefined;
  },
  format: ({ of, day }) => archivePathText({ of, path: [WORD, day] }),
  parent: ({ of }) => ({ kind: 'archiveActivity', of }),
  names: ({ day }) => [WORD, day],
  title: ({ day }) => `${day}, UTC`,
  listing: dayListing,
});
