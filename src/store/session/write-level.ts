import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import type { State } from '../state.js';
import { accountName } from './account-name.js';

/** Why nothing can be written now, as a sentence that says what to do about it; undefined where it can. For `refuse` of commands. */
export function writeRefusal({ session }: Pick<State, 'session'>): Sentence | undefined {
  if (!session) return say`Nobody is signed in: {key:account.sign-in} signs in.`;
  if (session.access !== 'read') return undefined;
  return say`${accountName(session)} is signed in to read only: {key:account.sign-in-write} signs in to write, too.`;
}

/**
 * Offers to sign in for writing after a write was refused because the sign-in does not allow it: `sentence` says so. What it was typed
 * or confirmed in, if that is open still, lies below the offer, and is there again afterwards.
 */
export function offerWriteLevel(context: Pick<StoreContext, 'get' | 'set'>, sentence: Sentence): void {
  const { overlay, session } = context.get();
  const isOffered = overlay?.kind === 'write-level' || overlay?.kind === 'sign-in-browser';
  if (!session || isOffered) notify(context, sentence, 'error');
  else context.set({ overlay: { kind: 'write-level', sentence, below: overlay } });
}
