import type { LabelDefinition } from './label-words.js';
import type { OwnState } from './own-state.js';

/** Turns a DID into the handle learnt for it so far. */
export interface Names {
  (did: string): string | undefined;
  /** What the account calls itself, where that was learnt, too. */
  readonly displayName?: ((did: string) => string | undefined) | undefined;
  /** What a labeler means by a value of its own, where that was learnt. */
  readonly labelDefinition?: ((labeler: string, value: string) => LabelDefinition | undefined) | undefined;
  /** What the account in use did since services told how it stands to others, by DID, at-URI or `membershipKey`. */
  readonly own?: ((key: string) => OwnState | undefined) | undefined;
}
