import { type Activity, countActivity } from '../../archive/activity.js';
import type { ArchiveCollection, ArchiveProblem } from '../../archive/archive.js';
import type { OpenArchive } from '../../archive/open-archive.js';
import { tidTime } from '../../atproto/tid.js';
import { field } from '../../text/json-fields.js';
import type { ArchiveName } from './archive-address.js';
import { archiveSource } from './archive-source.js';
import type { ArchiveServices, FoundArchive } from './find-archive.js';
import { type OnRead, openNamed, whileRead } from './open-archives.js';

/** What an archive says of itself, and what was found as it was opened. */
export interface ArchiveFacts extends FoundArchive, Pick<OpenArchive, Named> {
  readonly collections: readonly ArchiveCollection[];
  /** The record of its profile; undefined where there is none that can be read. */
  readonly profile: unknown;
  /** Of the commit, in milliseconds since 1970; undefined where its rev tells none. */
  readonly time: number | undefined;
  /** Counts when its records were made, which takes a while where there are many. */
  activity(): Promise<Activity>;
  /** What is wrong with a record, by its path. */
  readonly problemOf: ReadonlyMap<string, ArchiveProblem>;
}

type Named = 'did' | 'rev' | 'root' | 'bytes' | 'blocks' | 'records' | 'commit' | 'problems' | 'problemCount';

/** Opens an archive and reads what there is to say of it. Rejects as `openNamed`. */
export async function archiveFacts(
  name: ArchiveName,
  services: ArchiveServices,
  signal: AbortSignal,
  onRead?: OnRead,
): Promise<ArchiveFacts> {
  const { archive, file, kept } = await openNamed(name, services, signal, onRead);
  const { did, rev, root, bytes, blocks, records, commit, problems, problemCount, collections } = archive;
  const known = { file, kept, did, rev, root, bytes, blocks, records, commit, problems, problemCount };
  const problemOf = problemsByPath(archive);
  const activity = (): Promise<Activity> => whileRead([archive], () => countActivity(archive));
  return {
    ...known,
    collections,
    profile: await profileOf(archive),
    time: tidTime(rev),
    activity,
    problemOf,
  };
}

async function profileOf(archive: OpenArchive): Promise<unknown> {
  try {
    const item = await archiveSource(archive).get('app.bsky.actor.profile', 'self');
    return field(item.value(), 'value');
  } catch {
    return undefined;
  }
}

// By the archive: each of its listings asks for it.
const byPath = new WeakMap<OpenArchive, ReadonlyMap<string, ArchiveProblem>>();

/** What is wrong with a record of an archive, by its path. */
export function problemsByPath(archive: OpenArchive): ReadonlyMap<string, ArchiveProblem> {
  let found = byPath.get(archive);
  if (found === undefined) {
    found = new Map(
      archive.problems.flatMap((problem) => (problem.path === undefined ? [] : [[problem.path, problem]])),
    );
    byPath.set(archive, found);
  }
  return found;
}
