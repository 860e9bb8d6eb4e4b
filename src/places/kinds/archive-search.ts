import { type ArchiveSearchAddress, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { searchListing } from '../archives/search-listing.js';
import type { PlaceKind } from '../place-kind.js';
import { encodedWords, readWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveSearch: ArchiveSearchAddress;
  }
}

const PATH = /^search\?q=(.*)$/s;

/** The records of an archive that hold words: `archive:alice.test/search?q=harbor`. */
export const archiveSearch: PlaceKind<ArchiveSearchAddress> = placeOfArchive<ArchiveSearchAddress>({
  kind: 'archiveSearch',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    const [, encoded] = (reading.ok && PATH.exec(reading.path.join('/'))) || [];
    if (!reading.ok || encoded === undefined) return undefined;
    const query = readWords([encoded]);
    return query === undefined
      ? { ok: false, reason: 'Behind search?q= stand the words to look for' }
      : { ok: true, address: { kind: 'archiveSearch', of: reading.of, query } };
  },
  format: ({ of, query }) => archivePathText({ of, path: [`search?q=${encodedWords(query)}`] }),
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: ({ query }) => [`“${query}”`],
  listing: (address, services) => searchListing(address, services),
});
