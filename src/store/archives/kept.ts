import { type Address, archiveOf } from '../../places/address.js';
import { archiveNameText } from '../../places/archives/archive-address.js';
import { accountAt, currentAccount } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import type { Navigation } from '../visits/navigation.js';
import { withEntry } from '../with-entry.js';

const KEPT_MAX = 200;

/** What copies are kept of the accounts that one looks at. */
export interface Kept {
  /** What is called at each change of the state: looks once at what is kept of the account of the current place. Cheap. */
  follow(): void;
  /** Looks again at what is kept of an account. */
  refresh(did: string): Promise<void>;
  /** They are others now: what is known of them is read anew, as far as it is looked at. */
  showNew(did: string): Promise<void>;
}

export function createKept(
  { archives, get, set }: StoreContext,
  navigation: Pick<Navigation, 'enter'>,
): Kept {
  let lookedAt: string | undefined;

  async function refresh(did: string): Promise<void> {
    // A folder that cannot be read has nothing to show; pulling says why.
    const copies = (await archives?.of(did).catch(() => [])) ?? [];
    set(({ kept }) => ({ kept: withEntry(kept, did, copies, KEPT_MAX) }));
  }

  return {
    refresh,
    async showNew(did) {
      await refresh(did);
      const { accounts } = get();
      const names = new Set(
        [...get().archives].flatMap(
          ([
            name,
            {
              facts: { status, value },
            },
          ]) =>
            // One that was not there may be there now.
            value?.kept?.did === did || status === 'failed' ? [name] : [],
        ),
      );
      function showsThem(address: Address): boolean {
        const of = archiveOf(address);
        if (of !== undefined) return names.has(archiveNameText(of));
        // The days of an account are those of its newest copy.
        if (address.kind !== 'activity') return false;
        return address.repo === did || accountAt({ accounts }, address)?.identity.value?.did === did;
      }
      set(({ archives: shown, lists }) => ({
        archives: new Map([...shown].filter(([name]) => !names.has(name))),
        lists: new Map([...lists].filter(([, { address }]) => !showsThem(address))),
      }));
      navigation.enter();
    },
    follow() {
      const did = currentAccount(get())?.identity.value?.did;
      if (did === undefined || did === lookedAt) return;
      lookedAt = did;
      void refresh(did);
    },
  };
}
