import type { ArchiveProblem, ProblemKind } from '../../archive/archive.js';
import type { ArchiveRecordAddress } from '../../places/archives/archive-address.js';
import type { ShownArchive } from '../archives/archives-state.js';

/** What the archive that a record is in says of it. `unsound`: of the archive more is wrong than single records. */
export type ArchivedVerdict = 'checking' | 'signed' | 'past' | 'unsound' | ProblemKind;

/** Kinds that concern the body of one record alone. */
const OF_RECORDS: readonly ProblemKind[] = ['missing-block', 'block-hash', 'not-dag-cbor', 'record-shape'];

/**
 * What is proved of a record by the archive that it is in: its bytes were hashed as they were read, its place in the tree was walked, and the
 * commit's signature is checked once for all of them. ✓ is said only where nothing is wrong but with other records. Undefined while
 * nothing is known.
 */
export function archivedVerdict(
  archive: ShownArchive | undefined,
  { collection, rkey }: Pick<ArchiveRecordAddress, 'collection' | 'rkey'>,
): ArchivedVerdict | undefined {
  const facts = archive?.facts.value;
  if (archive === undefined || facts === undefined) return undefined;
  const wrong = facts.problemOf.get(`${collection}/${rkey}`);
  if (wrong !== undefined) return wrong.kind;
  const { problems, problemCount } = facts;
  if (problemCount > problems.length || !problems.every(isOfRecord)) return 'unsound';
  return signatureVerdict(archive);
}

/** What is known of the signature of an archive; undefined where nobody looks at it. */
export function signatureVerdict({
  signature: { status, value },
}: Pick<ShownArchive, 'signature'>): ArchivedVerdict | undefined {
  if (status === 'loading') return 'checking';
  if (status !== 'ready' || value === undefined) return undefined;
  if ('kind' in value) return value.kind;
  return value.status === 'current' ? 'signed' : 'past';
}

const isOfRecord = ({ kind, path }: ArchiveProblem): boolean =>
  path !== undefined && OF_RECORDS.includes(kind);
