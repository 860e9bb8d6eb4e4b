import { isAbortError } from '../../atproto/calls/abort-error.js';
import { askProof } from '../../atproto/proof/ask-proof.js';
import { addressKey } from '../../places/address.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { AnyRecordAddress } from '../records/records.js';
import { verdictOf } from './proof-verdict.js';
import { endChecking, noteProof } from './proofs-update.js';

export const proofTask = (address: AnyRecordAddress): string => `proof ${addressKey(address)}`;

/** Asks the account's own PDS in the background to prove the records that are opened. */
export interface Proofs {
  ensure(address: AnyRecordAddress): void;
  reload(address: AnyRecordAddress): void;
}

/** `isOn`: whether anything is asked for at all. */
export function createProofs(
  { client, tasks, get, set }: StoreContext,
  accounts: Accounts,
  isOn: boolean,
): Proofs {
  function load(address: AnyRecordAddress): void {
    // What an archive holds is proved by the archive.
    if (!isOn || address.kind === 'archiveRecord') return;
    const key = addressKey(address);
    void tasks.start(proofTask(address), async (signal) => {
      set((state) => noteProof(state, key, { status: 'checking' }));
      try {
        const identity = await accounts.identity(address.repo, signal);
        const { result } = await askProof(client, identity, address, { signal, isBackground: true });
        set((state) => noteProof(state, key, { status: 'checked', result }));
      } catch (error) {
        set((state) =>
          isAbortError(error) || signal.aborted
            ? endChecking(state, key)
            : noteProof(state, key, { status: 'unasked', error }),
        );
      }
    });
  }

  return {
    ensure(address) {
      const key = addressKey(address);
      const { proofs, records } = get();
      const entry = proofs.get(key);
      const isKnown =
        entry?.status === 'checking' ||
        (entry?.status === 'checked' && verdictOf(entry, records.get(key)?.value) !== 'changed');
      if (!isKnown) load(address);
    },
    reload: load,
  };
}
