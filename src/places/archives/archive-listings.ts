import { countActivity } from '../../archive/activity.js';
import type { ArchiveProblem } from '../../archive/archive.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { tidTime } from '../../atproto/tid.js';
import type { Lens } from '../../lenses/lens.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { isoTime } from '../../text/date-time.js';
import { SentenceError } from '../../text/sentence.js';
import { collectionLens } from '../collection-lens.js';
import type { Listing, Rows } from '../listing.js';
import type { ListingContext } from '../place-kind.js';
import { recordsListing } from '../records.js';
import { STRIP_CELLS, stripsOf } from './activity-strips.js';
import type {
  ArchiveAddress,
  ArchiveCollectionAddress,
  ArchiveName,
  ArchiveRecordAddress,
} from './archive-address.js';
import { problemsByPath } from './archive-facts.js';
import { archiveLabel, sourceText } from './archive-label.js';
import { archiveSource } from './archive-source.js';
import type { ArchiveServices } from './find-archive.js';
import { type OpenNamed, openNamed, whileRead } from './open-archives.js';

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
      const later = whileRead([archive], () => countActivity(archive)).then((activity) => {
        stripFor = stripsOf(activity);
      });
      return { rows: { ...told(rows, of, open), later }, cursor: undefined };
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
    async document({ signal }) {
      return documentOf(await openNamed(of, services, signal));
    },
  };
}

/** What an archive is: what it says of itself, what was found as it was opened, and of a copy what is known of how it came. */
function documentOf({ archive, file, kept }: OpenNamed): string {
  const { did, rev, root: commit, records, blocks, bytes, problemCount: problems, collections } = archive;
  const time = tidTime(rev);
  const held = { records, blocks, bytes, problems };
  const { handle, from, verdict } = kept?.note ?? {};
  const pulled = kept && isoTime(kept.time);
  return JSON.stringify({
    did,
    handle,
    rev,
    time: time === undefined ? undefined : isoTime(time),
    commit,
    ...held,
    pulled,
    from,
    verdict,
    file,
    collections: collections.map(({ name, count }) => ({ collection: name, records: count })),
  });
}

/** The records of a collection of an archive, as the lens for their kind reads them. */
export function archiveRecordsListing(
  address: ArchiveCollectionAddress,
  services: ArchiveServices,
  lens?: Lens,
): Listing<RawItem> {
  const { of, collection } = address;
  let first: OpenNamed | undefined;
  let problems: ReadonlyMap<string, ArchiveProblem> = new Map();
  let listing = readBy('');

  function readBy(did: string): Listing<RawItem> {
    return recordsListing({
      address: { kind: 'collection', repo: did, collection },
      did,
      source: { list: (...page) => recordsOf(...page) },
      lens,
    });
  }

  async function recordsOf(...[name, cursor, options]: Parameters<ReturnType<typeof archiveSource>['list']>) {
    const open = await openNamed(of, services, options?.signal ?? new AbortController().signal);
    if (cursor !== undefined && first !== undefined && first.state !== open.state) {
      throw new SentenceError(`${archiveLabel(of)} was changed since these records were read.`);
    }
    if (open.archive.did !== first?.archive.did) listing = readBy(open.archive.did);
    first = open;
    problems = problemsByPath(open.archive);
    return await archiveSource(open.archive).list(name, cursor, options);
  }

  return {
    ...listing,
    address,
    async load(cursor, options) {
      const { rows, cursor: next } = await listing.load(cursor, options);
      return { rows: first ? told(rows, of, first) : rows, cursor: next };
    },
    row(item, names) {
      const row = listing.row(item, names);
      const rkey = row.uri?.slice(`at://${first?.archive.did}/${collection}/`.length);
      if (!rkey) return { ...row, opens: undefined };
      const wrong = problems.get(`${collection}/${rkey}`)?.message;
      return { ...row, opens: { kind: 'archiveRecord', of, collection, rkey }, wrong };
    },
  };
}

/**
 * The same as its lexicon has them, where there is no lens for their kind, as far as that is known: nobody is asked. Rejects with an
 * AbortError.
 */
export async function preparedRecordsListing(
  address: ArchiveCollectionAddress,
  services: ListingContext,
  signal: AbortSignal,
): Promise<Listing<RawItem>> {
  const lens = await collectionLens(address.collection, services.client.lexicons);
  signal.throwIfAborted();
  return archiveRecordsListing(address, services, lens);
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
const told = <Item>(rows: Rows<Item>, of: ArchiveName, open: OpenNamed): Rows<Item> => ({
  length: rows.length,
  at: (index) => rows.at(index),
  ...toldOf(of, open),
});

/** What is to be said of an archive beside its rows: which it is, and how much is wrong with it. */
export function toldOf(
  of: ArchiveName,
  { archive: { problemCount }, ...found }: OpenNamed,
): Pick<Rows<unknown>, 'summary' | 'note'> {
  const problems = problemCount === 1 ? '1 problem' : `${countText(problemCount)} problems`;
  const source = sourceText(of, found);
  return {
    summary: problemCount > 0 ? `${source} · ${problems}` : source,
    note: problemCount > 0 ? `This archive has ${problems}: not all of its records may be here.` : undefined,
  };
}
