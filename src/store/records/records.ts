import { isAbortError } from '../../atproto/calls/abort-error.js';
import { addressKey, formatAddress } from '../../places/address.js';
import { recordItem, recordJson } from '../../places/records.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { Loadable } from '../loadable.js';
import { failed, idle, isWanted, loading, ready, stopped } from '../loadable.js';
import { withEntry } from '../with-entry.js';
import type { RecordText } from './records-state.js';

const RECORDS_MAX = 32;

export const recordTask = (address: RecordAddress): string => `record ${addressKey(address)}`;

/** Fetches single records from the account's own PDS. */
export interface Records {
  /** Takes what a list already holds as the record, so that opening a row waits for nothing. */
  put(address: RecordAddress, record: RecordText): void;
  ensure(address: RecordAddress): void;
  reload(address: RecordAddress): void;
}

export function createRecords(context: StoreContext, accounts: Accounts): Records {
  const { client, tasks, get, set } = context;

  function patch(
    address: RecordAddress,
    change: (record: Loadable<RecordText>) => Loadable<RecordText>,
  ): void {
    set((state) => {
      const key = addressKey(address);
      return { records: withEntry(state.records, key, change(state.records.get(key) ?? idle), RECORDS_MAX) };
    });
  }

  function load(address: RecordAddress): void {
    void tasks.start(recordTask(address), async (signal) => {
      patch(address, loading);
      try {
        const identity = await accounts.identity(address.repo, signal);
        const item = await client.repo(identity).get(address.collection, address.rkey, { signal });
        const { uri, cid } = recordItem(item);
        patch(address, () => ready({ uri: uri ?? formatAddress(address), cid, json: recordJson(item) }));
      } catch (error) {
        patch(address, (record) =>
          isAbortError(error) || signal.aborted ? stopped(record) : failed(record, error),
        );
      }
    });
  }

  return {
    put: (address, record) => patch(address, () => ready(record)),
    ensure(address) {
      const record = get().records.get(addressKey(address));
      if (isWanted(record) || record?.status === 'failed') load(address);
    },
    reload: load,
  };
}
