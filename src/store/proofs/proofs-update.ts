import { withEntry } from '../with-entry.js';
import type { ProofEntry, ProofsState } from './proofs-state.js';

/** As many as there are records. */
const PROOFS_MAX = 32;

/** The proof of a record is at this now. */
export const noteProof = ({ proofs }: ProofsState, key: string, entry: ProofEntry): ProofsState => ({
  proofs: withEntry(proofs, key, entry, PROOFS_MAX),
});

/** Nobody waits for a proof any more: one that was under way is as if it had not been asked for. */
export function endChecking(state: ProofsState, key: string): ProofsState {
  if (state.proofs.get(key)?.status !== 'checking') return state;
  const proofs = new Map(state.proofs);
  proofs.delete(key);
  return { proofs };
}
