import { currentAccount } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { withEntry } from '../with-entry.js';

const KEPT_MAX = 200;

/** What copies are kept of the accounts that one looks at. */
export interface Kept {
  /** What is called at each change of the state: looks once at what is kept of the account of the current place. Cheap. */
  follow(): void;
  /** Looks again at what is kept of an account. */
  refresh(did: string): Promise<void>;
}

export function createKept({ archives, get, set }: StoreContext): Kept {
  let lookedAt: string | undefined;

  async function refresh(did: string): Promise<void> {
    // A folder that cannot be read has nothing to show; pulling says why.
    const copies = (await archives?.of(did).catch(() => [])) ?? [];
    set(({ kept }) => ({ kept: withEntry(kept, did, copies, KEPT_MAX) }));
  }

  return {
    refresh,
    follow() {
      const did = currentAccount(get())?.identity.value?.did;
      if (did === undefined || did === lookedAt) return;
      lookedAt = did;
      void refresh(did);
    },
  };
}
