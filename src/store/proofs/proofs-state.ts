import type { ProofResult } from '../../atproto/proof/record-proof.js';

/** How far the proof of a record is. */
export type ProofEntry =
  | { readonly status: 'checking' }
  /** It was asked for and looked at; whether it holds stands in the result. */
  | { readonly status: 'checked'; readonly result: ProofResult }
  /** Somebody who had to be asked gave no answer: nothing is known. */
  | { readonly status: 'unasked'; readonly error: unknown };

export interface ProofsState {
  /** Proofs of the records opened last, by the key of their address (`addressKey`). */
  readonly proofs: ReadonlyMap<string, ProofEntry>;
}
