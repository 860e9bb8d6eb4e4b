import { idle } from '../loadable.js';
import { withEntry } from '../with-entry.js';
import type { ArchivesState, ShownArchive } from './archives-state.js';

const ARCHIVES_MAX = 16;

const NOTHING_KNOWN: ShownArchive = { facts: idle, signature: idle };

/** One archive further on. */
export function withArchive(
  { archives }: ArchivesState,
  key: string,
  change: (archive: ShownArchive) => Partial<ShownArchive>,
): ArchivesState {
  const archive = archives.get(key) ?? NOTHING_KNOWN;
  return { archives: withEntry(archives, key, { ...archive, ...change(archive) }, ARCHIVES_MAX) };
}
