import type { KeptArchive } from '../../keep/archives.js';

export interface KeptState {
  /** The copies that are kept of the accounts that were looked at, by their DID; the newest first. */
  readonly kept: ReadonlyMap<string, readonly KeptArchive[]>;
}
