import type { Archive, ArchiveCollection } from '../../archive/archive.js';
import { recordJson } from '../../archive/record-json.js';
import { type RawItem, rawItemFromText } from '../../atproto/calls/raw-items.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import type { RepoSource } from '../../atproto/repo-source.js';
import { recordUri } from '../repo-addresses.js';

/** Records of one page where the caller does not say: as many as a PDS gives. */
const PAGE_ROWS = 100;

/** A row of an archive as a PDS gives it: `{uri, cid, value}`. What cannot be read is told of in its place. */
export function archivedItem(archive: Archive, row: number): RawItem {
  const { name: collection } = archive.collectionOf(row);
  const uri = recordUri({ repo: archive.did, collection, rkey: archive.rkey(row) });
  const named = `{"uri":${JSON.stringify(uri)},"cid":${JSON.stringify(archive.cid(row))}`;
  return rawItemFromText(`${named},"value":${valueAt(archive, row)}}`);
}

function valueAt(archive: Archive, row: number): string {
  try {
    return recordJson(archive.read(row));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return JSON.stringify(`This record cannot be read: ${why}`);
  }
}

/**
 * The records of an archive, in the orders and the shape in which a PDS gives them (com.atproto.repo.listRecords and getRecord): newest first is
 * the last key first, and the cursor is a record key, so that one may begin at any. A body that is not what its CID says, or no record, is
 * told of in its place, and the rest is there. Throws as a PDS does where there is no such record.
 */
export function archiveSource(archive: Archive): Pick<RepoSource, 'describe' | 'list' | 'get'> {
  const itemAt = (row: number): RawItem => archivedItem(archive, row);

  /** The first row of a collection whose key is not below this one. */
  function rowFrom({ first, count }: ArchiveCollection, rkey: string): number {
    const wanted = Buffer.from(rkey);
    let low = first;
    let high = first + count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(Buffer.from(archive.rkey(middle)), wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    async describe() {
      return { collections: archive.collections.map(({ name }) => name) };
    },

    async list(name, cursor, { reverse = false, limit = PAGE_ROWS } = {}) {
      const collection = archive.collections.find((one) => one.name === name);
      if (collection === undefined) return { items: [], cursor: undefined };
      const end = collection.first + collection.count;
      const at = cursor === undefined ? undefined : rowFrom(collection, cursor);
      const isThere = at !== undefined && at < end && archive.rkey(at) === cursor;
      // The record of the cursor was the last one of the page before.
      const from = reverse ? (at ?? collection.first) + (isThere ? 1 : 0) : (at ?? end) - 1;
      const left = reverse ? end - from : from - collection.first + 1;
      const length = Math.max(0, Math.min(limit, left));
      const rows = Array.from({ length }, (_, index) => (reverse ? from + index : from - index));
      const last = rows.at(-1);
      return {
        items: rows.map(itemAt),
        cursor: last === undefined || length === left ? undefined : archive.rkey(last),
      };
    },

    async get(collection, rkey) {
      const row = archive.find(collection, rkey);
      if (row >= 0) return itemAt(row);
      throw new XrpcError({
        failure: 'refused',
        service: archive.file,
        nsid: 'record',
        error: 'RecordNotFound',
        message: `There is no record ${collection}/${rkey} in ${archive.file}`,
        tellsAll: true,
      });
    },
  };
}
