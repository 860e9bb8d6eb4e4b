import type { OpenArchive } from '../archive/open-archive.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { SentenceError } from '../text/sentence.js';
import { archiveSource } from './archive-source.js';
import type { CarAddress, CarCollectionAddress, CarRecordAddress } from './car-address.js';
import type { Listing, Rows } from './listing.js';
import { type OpenCar, openCar } from './open-car.js';
import { recordsListing } from './records.js';

/** A collection of an archive. */
interface HeldCollection {
  readonly collection: string;
  readonly records: number;
}

/** What a CAR file holds: its collections, with how many records each has. */
export function carListing(address: CarAddress): Listing<HeldCollection> {
  const { file } = address;
  return {
    address,
    columns: [
      { title: 'collection', width: 0, drop: 0 },
      { title: 'records', width: 12, drop: 1 },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: 'This repository holds no records.',
    async load(_cursor, { signal }) {
      const { archive } = await openCar(file, signal);
      const rows = archive.collections.map(({ name, count }) => ({ collection: name, records: count }));
      return { rows: told(rows, archive), cursor: undefined };
    },
    row: ({ collection, records }) => ({
      cells: [cellText(collection), countText(records)],
      opens: { kind: 'carCollection', file, collection },
      uri: undefined,
      name: collection,
      cid: undefined,
      did: undefined,
    }),
    key: ({ collection }) => collection,
    dids: () => [],
    json: (row) => JSON.stringify(row),
  };
}

/** The records of a collection of a CAR file, or one of them, as the lens for their kind reads them. */
export function carRecordsListing(address: CarCollectionAddress | CarRecordAddress): Listing<RawItem> {
  const { file, collection } = address;
  let first: OpenCar | undefined;
  let listing = readBy('');

  function readBy(did: string): Listing<RawItem> {
    return recordsListing({
      address: { kind: 'collection', repo: did, collection },
      did,
      source: { list: (...page) => recordsOf(...page) },
    });
  }

  async function recordsOf(...[name, cursor, options]: Parameters<ReturnType<typeof archiveSource>['list']>) {
    const car = await openCar(file, options?.signal ?? new AbortController().signal);
    if (cursor !== undefined && first !== undefined && first.state !== car.state) {
      throw new SentenceError(`${file} was changed since these records were read.`);
    }
    if (car.archive.did !== first?.archive.did) listing = readBy(car.archive.did);
    first = car;
    const source = archiveSource(car.archive);
    if (address.kind === 'carCollection') return await source.list(name, cursor, options);
    return { items: [await source.get(name, address.rkey)], cursor: undefined };
  }

  return {
    ...listing,
    address,
    orders: address.kind === 'carCollection' ? listing.orders : [],
    async load(cursor, options) {
      const { rows, cursor: next } = await listing.load(cursor, options);
      return { rows: first ? told(rows, first.archive) : rows, cursor: next };
    },
    // Enter goes into the JSON beside it, which is all that there is: nobody is asked for it.
    row: (item, names) => ({ ...listing.row(item, names), opens: undefined }),
  };
}

/** One record of a CAR file, `{uri, cid, value}`. Rejects as `openCar` does, and where there is no such record. */
export async function carRecord(
  { file, collection, rkey }: CarRecordAddress,
  signal: AbortSignal,
): Promise<RawItem> {
  const { archive } = await openCar(file, signal);
  return await archiveSource(archive).get(collection, rkey);
}

/** Rows, with what is to be said of the archive that they are from. */
function told<Item>(rows: Rows<Item>, { problemCount }: OpenArchive): Rows<Item> {
  const problems = problemCount === 1 ? '1 problem' : `${countText(problemCount)} problems`;
  return {
    length: rows.length,
    at: (index) => rows.at(index),
    summary: problemCount > 0 ? `${problems} · signature unchecked` : 'signature unchecked',
    note: problemCount > 0 ? `This archive has ${problems}: not all of its records may be here.` : undefined,
  };
}
