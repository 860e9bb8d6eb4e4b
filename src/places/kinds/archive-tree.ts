import { type ArchiveName, archivePathText, readArchivePath } from '../archives/archive-address.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { treeListing } from '../archives/tree-listing.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveTree: ArchiveTreeAddress;
  }
}

/** The tree of an archive. */
export interface ArchiveTreeAddress {
  readonly kind: 'archiveTree';
  readonly of: ArchiveName;
}

const WORD = 'tree';

/** The nodes of an archive's tree with their layers, CIDs and keys, for those who build a PDS (atproto.com/specs/repository, “MST Structure”). */
export const archiveTree: PlaceKind<ArchiveTreeAddress> = placeOfArchive<ArchiveTreeAddress>({
  kind: 'archiveTree',
  inArchive: () => '',
  command: {
    id: 'place.tree',
    name: WORD,
    keys: [],
    title: 'show the tree of the archive, node by node',
    to: ({ archive: of }) =>
      of === undefined
        ? { refusal: 'This place is in no archive.' }
        : { address: { kind: 'archiveTree', of } },
  },
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    return reading.ok && reading.path.length === 1 && reading.path[0] === WORD
      ? { ok: true, address: { kind: 'archiveTree', of: reading.of } }
      : undefined;
  },
  format: ({ of }) => archivePathText({ of, path: [WORD] }),
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: () => [WORD],
  listing: treeListing,
});
