import type { ArchiveProblem } from '../../archive/archive.js';
import type { ProofKey } from '../../atproto/proof/commit-key.js';
import type { ArchiveFacts } from '../../places/archives/archive-facts.js';
import type { Loadable } from '../loadable.js';

/** An archive that one looks at. */
export interface ShownArchive {
  readonly facts: Loadable<ArchiveFacts>;
  /** How far its file is read, in bytes; undefined where it is not being read. */
  readonly read?: { readonly done: number; readonly total: number } | undefined;
  /** The activity of a collection as a strip of bars; undefined until it is counted. */
  readonly strips?: ((collection: string) => string) | undefined;
  /** The key that has signed it, or what is wrong, as it was checked here; undefined where its commit is not one that can be signed. */
  readonly signature: Loadable<ProofKey | ArchiveProblem | undefined>;
}

export interface ArchivesState {
  /** The archives looked at last, by the text of their names (`archiveNameText`). */
  readonly archives: ReadonlyMap<string, ShownArchive>;
}
