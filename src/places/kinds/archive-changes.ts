import {
  type ArchiveChangesAddress,
  archiveNameText,
  archivePathText,
  readArchiveName,
  readArchivePath,
} from '../archives/archive-address.js';
import { archiveLabel } from '../archives/archive-label.js';
import { placeOfArchive } from '../archives/archive-place.js';
import { changesListing } from '../archives/changes-listing.js';
import type { PlaceKind } from '../place-kind.js';
import { encodedWords, readWords } from '../words.js';

declare module '../addresses.js' {
  interface Addresses {
    archiveChanges: ArchiveChangesAddress;
  }
}

const PATH = /^diff(?:\?from=(.*))?$/s;
const EXPECTED =
  'Behind diff?from= stands the archive before: car:new.car#diff?from=car:old.car, archive:alice.test/diff?from=archive:alice.test~2';

/** What changed from one archive to another: `archive:alice.test/diff` since the copy before. */
export const archiveChanges: PlaceKind<ArchiveChangesAddress> = placeOfArchive<ArchiveChangesAddress>({
  kind: 'archiveChanges',
  parse(segments, scheme) {
    const reading = readArchivePath(segments, scheme ?? '');
    const path = reading.ok ? PATH.exec(reading.path.join('/')) : null;
    if (!reading.ok || path === null) return undefined;
    const { of } = reading;
    const [, encoded] = path;
    const from = encoded === undefined ? undefined : readArchiveName(readWords([encoded]) ?? '');
    // Only of a copy is it known what was before.
    const isTold = from !== undefined || (encoded === undefined && 'repo' in of);
    return isTold
      ? { ok: true, address: { kind: 'archiveChanges', of, from } }
      : { ok: false, reason: EXPECTED };
  },
  format({ of, from }) {
    const query = from === undefined ? '' : `?from=${encodedWords(archiveNameText(from))}`;
    return archivePathText({ of, path: [`diff${query}`] });
  },
  parent: ({ of }) => ({ kind: 'archive', of }),
  names: ({ from }) => [
    from === undefined ? 'changes since the copy before' : `changes since ${archiveLabel(from)}`,
  ],
  listing: changesListing,
});
