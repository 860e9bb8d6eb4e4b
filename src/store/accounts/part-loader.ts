import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoreContext } from '../context.js';
import { failed, type Loadable, loading, ready, stopped } from '../loadable.js';
import type { AccountFacts } from './accounts-state.js';
import { withPart } from './accounts-update.js';

/**
 * Loads one part of an account: it is loading, and then ready or failed, or as it was before where it was aborted. Gives what came
 * of it; rejects as the work does.
 */
export async function loadPart<Part extends keyof AccountFacts>(
  { set }: Pick<StoreContext, 'set'>,
  repo: string,
  part: Part,
  work: () => Promise<AccountFacts[Part]>,
  /** Whether what comes of it still counts. */
  counts: () => boolean = () => true,
): Promise<AccountFacts[Part]> {
  function change(update: (before: Loadable<AccountFacts[Part]>) => Loadable<AccountFacts[Part]>): void {
    set(({ accounts }) => ({ accounts: withPart(accounts, repo, part, update) }));
  }

  change(loading);
  try {
    const value = await work();
    if (counts()) change(() => ready(value));
    return value;
  } catch (error) {
    if (counts()) change((before) => (isAbortError(error) ? stopped(before) : failed(before, error)));
    throw error;
  }
}
