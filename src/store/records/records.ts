import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { addressKey, formatAddress } from '../../places/address.js';
import type { ArchiveRecordAddress } from '../../places/archives/archive-address.js';
import { archivedRecord } from '../../places/archives/archive-listings.js';
import { recordItem, recordJson } from '../../places/records.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import type { Accounts } from '../accounts/accounts.js';
import type { StoreContext } from '../context.js';
import type { Loadable } from '../loadable.js';
import { failed, idle, isWanted, loading, ready, stopped } from '../loadable.js';
import { withEntry } from '../with-entry.js';
import type { RecordText } from './records-state.js';

const RECORDS_MAX = 32;

/** A record of the network, or of an archive. */
export type AnyRecordAddress = RecordAddress | ArchiveRecordAddress;

export const recordTask = (address: AnyRecordAddress): string => `record ${addressKey(address)}`;

/** Fetches single records: from the account's own PDS, or from the archive that they are in. */
export interface Records {
  /** Takes what a list already holds as the record, so that opening a row waits for nothing. */
  put(address: AnyRecordAddress, record: RecordText): void;
  ensure(address: AnyRecordAddress): void;
  reload(address: AnyRecordAddress): void;
}

export function createRecords(context: StoreContext, accounts: Accounts): Records {
  const { client, tasks, get, set } = context;

  function patch(
    address: AnyRecordAddress,
    change: (record: Loadable<RecordText>) => Loadable<RecordText>,
  ): void {
    set((state) => {
      const key = addressKey(address);
      return { records: withEntry(state.records, key, change(state.records.get(key) ?? idle), RECORDS_MAX) };
    });
  }

  async function itemOf(address: AnyRecordAddress, signal: AbortSignal): Promise<RawItem> {
    if (address.kind === 'archiveRecord') return await archivedRecord(address, context, signal);
    const identity = await accounts.identity(address.repo, signal);
    return await client.repo(identity).get(address.collection, address.rkey, { signal });
  }

  function load(address: AnyRecordAddress): void {
    void tasks.start(recordTask(address), async (signal) => {
      patch(address, loading);
      try {
        const item = await itemOf(address, signal);
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
