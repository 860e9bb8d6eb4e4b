import { isNsid } from '@atcute/lexicons/syntax';
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
  /** The one that is shown first; undefined: all of them. */
  readonly collection?: string | undefined;
}

const WORD = 'activity';

/** The records of one day of an archive: of one of its collections, or of all. */
export const archiveDay: PlaceKind<ArchiveDayAddress> = placeOfArchive<ArchiveDayAddress>({
  kind: 'archiveDay',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    if (!reading.ok) return undefined;
    const [word, day, collection, ...more] = reading.path;
    const isDay = word === WORD && day !== undefined && readUtcDay(day) !== undefined && more.length === 0;
    if (!isDay || (collection !== undefined && !isNsid(collection))) return undefined;
    return { ok: true, address: { kind: 'archiveDay', of: reading.of, day, collection } };
  },
  format: ({ of, day, collection }) =>
    archivePathText({ of, path: [WORD, day, ...(collection === undefined ? [] : [collection])] }),
  parent: ({ of, day, collection }) =>
    collection === undefined ? { kind: 'archiveActivity', of } : { kind: 'archiveDay', of, day },
  names: ({ day, collection }) => [WORD, day, ...(collection === undefined ? [] : [collection])],
  title: ({ day }) => `${day}, UTC`,
  listing: dayListing,
});
