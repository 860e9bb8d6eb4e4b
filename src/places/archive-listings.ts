import { countActivity } from '../archive/activity.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { SentenceError } from '../text/sentence.js';
import { STRIP_CELLS, stripsOf } from './activity-strips.js';
import type { ArchiveAddress, ArchiveCollectionAddress, ArchiveRecordAddress } from './archive-address.js';
import { archiveLabel, copyText } from './archive-place.js';
import { archiveSource } from './archive-source.js';
import type { ArchiveServices } from './find-archive.js';
import type { Listing, Rows } from './listing.js';
import { type OpenNamed, openNamed } from './open-archives.js';
import { recordsListing } from './records.js';

/** A collection of an archive. */
interface HeldCollection {
  readonly collection: string;
  readonly records: number;
}

/** What an archive holds: its collections, with how many records each has. */
export function archiveListing(address: ArchiveAddress, services: ArchiveServices): Listing<HeldCollection> {
  const { of } = address;
  let stripFor: (collection: string) => string = () => '';
  return {
    address,
    columns: [
      { title: 'collection', width: 0, drop: 0 },
      { title: 'records', width: 12, drop: 1 },
      { title: 'activity', width: STRIP_CELLS, drop: 2, isStrip: true },
    ],
    orders: [],
    dependsOnViewer: false,
    empty: 'This repository holds no records.',
    async load(_cursor, { signal }) {
      const open = await openNamed(of, services, signal);
      const { archive } = open;
      const rows = archive.collections.map(({ name, count }) => ({ collection: name, records: count }));
      // Leaving the place does not end it: who comes back sees it.
      const later = countActivity(archive).then((activity) => {
        stripFor = stripsOf(activity);
      });
      return { rows: { ...told(rows, open), later }, cursor: undefined };
    },
    row: ({ collection, records }) => ({
      cells: [cellText(collection), countText(records), stripFor(collection)],
      opens: { kind: 'archiveCollection', of, collection },
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

/** The records of a collection of an archive, or one of them, as the lens for their kind reads them. */
export function archiveRecordsListing(
  address: ArchiveCollectionAddress | ArchiveRecordAddress,
  services: ArchiveServices,
): Listing<RawItem> {
  const { of, collection } = address;
  let first: OpenNamed | undefined;
  let listing = readBy('');

  function readBy(did: string): Listing<RawItem> {
    return recordsListing({
      address: { kind: 'collection', repo: did, collection },
      did,
      source: { list: (...page) => recordsOf(...page) },
    });
  }

  async function recordsOf(...[name, cursor, options]: Parameters<ReturnType<typeof archiveSource>['list']>) {
    const open = await openNamed(of, services, options?.signal ?? new AbortController().signal);
    if (cursor !== undefined && first !== undefined && first.state !== open.state) {
      throw new SentenceError(`${archiveLabel(of)} was changed since these records were read.`);
    }
    if (open.archive.did !== first?.archive.did) listing = readBy(open.archive.did);
    first = open;
    const source = archiveSource(open.archive);
    if (address.kind === 'archiveCollection') return await source.list(name, cursor, options);
    return { items: [await source.get(name, address.rkey)], cursor: undefined };
  }

  return {
    ...listing,
    address,
    orders: address.kind === 'archiveCollection' ? listing.orders : [],
    async load(cursor, options) {
      const { rows, cursor: next } = await listing.load(cursor, options);
      return { rows: first ? told(rows, first) : rows, cursor: next };
    },
    // Enter goes into the JSON beside it, which is all that there is: nobody is asked for it.
    row: (item, names) => ({ ...listing.row(item, names), opens: undefined }),
  };
}

/** One record of an archive, `{uri, cid, value}`. Rejects as `openNamed` does, and where there is no such record. */
export async function archivedRecord(
  { of, collection, rkey }: ArchiveRecordAddress,
  services: ArchiveServices,
  signal: AbortSignal,
): Promise<RawItem> {
  const { archive } = await openNamed(of, services, signal);
  return await archiveSource(archive).get(collection, rkey);
}

/** Rows, with what is to be said of the archive that they are from. */
const told = <Item>(rows: Rows<Item>, open: OpenNamed): Rows<Item> => ({
  length: rows.length,
  at: (index) => rows.at(index),
  ...toldOf(open),
});

/** What is to be said of an archive beside its rows. */
export function toldOf({
  archive: { problemCount },
  kept,
}: OpenNamed): Pick<Rows<unknown>, 'summary' | 'note'> {
  const problems = problemCount === 1 ? '1 problem' : `${countText(problemCount)} problems`;
  const parts = [
    kept === undefined ? '' : copyText(kept),
    problemCount > 0 ? problems : '',
    'signature unchecked',
  ];
  return {
    summary: parts.filter((part) => part !== '').join(' · '),
    note: problemCount > 0 ? `This archive has ${problems}: not all of its records may be here.` : undefined,
  };
}
