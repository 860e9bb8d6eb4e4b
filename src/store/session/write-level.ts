import { WriteError } from '../../atproto/writes/write-error.js';
import type { Sentence } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';

type Context = Pick<StoreContext, 'get' | 'set'>;

/**
 * Offers to sign in for writing after a write was refused because the sign-in does not allow it: `sentence` says so. What it was typed
 * or confirmed in, if that is open still, lies below the offer, and is there again afterwards.
 */
export function offerWriteLevel(context: Context, sentence: Sentence): void {
  const { overlay, session } = context.get();
  const isOffered = overlay?.kind === 'write-level' || overlay?.kind === 'sign-in-browser';
  if (!session || isOffered) notify(context, sentence, 'error');
  else context.set({ overlay: { kind: 'write-level', sentence, below: overlay } });
}

/** The same for whatever a write failed with, once that has been told: nothing where the sign-in is not the reason. */
export function offerForScope(context: Context, error: unknown): void {
  if (error instanceof WriteError && error.kind === 'scope') offerWriteLevel(context, error.sentence);
}
