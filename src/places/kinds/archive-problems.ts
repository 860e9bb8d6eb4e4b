import { countText } from '../../text/count-text.js';
import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { problemsListing } from '../archives/problems-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveProblems: ArchiveProblemsAddress;
  }
}

/** All that is wrong with an archive. */
export interface ArchiveProblemsAddress {
  readonly kind: 'archiveProblems';
  readonly of: ArchiveName;
}

const WORD = 'problems';

/** All that is wrong with an archive: of which kind, with what of it, and what that means. */
export const archiveProblems: PlaceKind<ArchiveProblemsAddress> = placeOfArchive<ArchiveProblemsAddress>({
  kind: 'archiveProblems',
  inArchive: ({ problemCount }) => (problemCount === 0 ? undefined : countText(problemCount)),
  command: {
    id: 'place.problems',
    name: WORD,
    keys: [],
    title: 'list what is wrong with the archive',
    to: ({ archive: of }) =>
      of === undefined
        ? { refusal: 'This place is in no archive.' }
        : { address: { kind: 'archiveProblems', of } },
  },
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    return reading.ok && reading.path.length === 1 && reading.path[0] === WORD
      ? { ok: true, address: { kind: 'archiveProblems', of: reading.of } }
      : undefined;
  },
  format: ({ of }) => archivePathText({ of, path: [WORD] }),
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: () => [WORD],
  listing: problemsListing,
});
