import type { Archive, ArchiveCollection } from '../../archive/archive.js';
import { atUriParts } from '../../atproto/at-uri.js';
import type { RawItem } from '../../atproto/calls/raw-items.js';
import { firstTidAt, tidMicroseconds } from '../../atproto/tid.js';
import { lensFor } from '../../lenses/lens-for.js';
import { cellText } from '../../text/cell-text.js';
import { dayStart, readUtcDay } from '../../text/utc-day.js';
import type { Address } from '../addresses.js';
import type { Listing, Order } from '../listing.js';
import { recordItem, recordJson, recordToValidate } from '../records.js';
import { toldOf } from './archive-listings.js';
import { archiveSource } from './archive-source.js';
import type { ArchiveServices } from './find-archive.js';
import { openNamed } from './open-archives.js';

const PAGE_ROWS = 100;
const ALL: Order = { id: 'all', title: 'all collections' };

const orderOf = (collection: string): Order => ({ id: collection, title: collection });

/** A record of the day. */
interface DayRow {
  readonly row: number;
  /** What its key says, in microseconds. */
  readonly time: number;
}

/** The records of one day of an archive by their keys, the last one first; in each order of one collection, or of all. */
export function dayListing(
  address: Extract<Address, { kind: 'archiveDay' }>,
  services: ArchiveServices,
): Listing<RawItem> {
  const { of } = address;
  const day = readUtcDay(address.day) ?? 0;
  const first = address.collection === undefined ? ALL : orderOf(address.collection);
  let orders: readonly Order[] = [];
  return {
    address,
    columns: [
      { title: 'UTC', width: 8, drop: 1 },
      { title: 'collection', width: 24, drop: 2 },
      { title: 'text', width: 0, drop: 0 },
    ],
    get orders() {
      return orders;
    },
    dependsOnViewer: false,
    empty: 'No record of this day is here.',
    async load(cursor, { signal, order = first.id, limit = PAGE_ROWS }) {
      const open = await openNamed(of, services, signal);
      const { archive } = open;
      const found = archive.collections.map((collection) => ({
        name: collection.name,
        rows: rowsOfDay(archive, collection, day),
      }));
      const dated = found
        .filter(({ rows }) => rows.length > 0)
        .toSorted((a, b) => b.rows.length - a.rows.length);
      const all = [ALL, ...dated.map(({ name }) => orderOf(name))];
      orders = [first, ...all.filter(({ id }) => id !== first.id)];
      const rows = dated
        .filter(({ name }) => order === ALL.id || order === name)
        .flatMap((one) => one.rows)
        .toSorted((a, b) => b.time - a.time);
      const from = Number(cursor ?? 0);
      const source = archiveSource(archive);
      const items = await Promise.all(
        rows
          .slice(from, from + limit)
          .map(({ row }) => source.get(archive.collectionOf(row).name, archive.rkey(row))),
      );
      const end = from + items.length;
      const told = { length: items.length, at: (index: number) => items[index], ...toldOf(of, open) };
      return { rows: told, cursor: end < rows.length ? String(end) : undefined };
    },
    row(item, names) {
      const { uri, cid, value } = recordItem(item, item.written());
      const { collection = '', rkey = '' } = atUriParts(uri) ?? {};
      const lens = lensFor(collection);
      const time = tidMicroseconds(rkey);
      return {
        cells: [
          time === undefined ? '' : new Date(time / 1000).toISOString().slice(11, 19),
          cellText(collection),
          lens
            .cells(value, names)
            .filter((cell) => cell !== '')
            .join('  '),
        ],
        opens: { kind: 'archiveRecord', of, collection, rkey },
        uri,
        cid,
        did: lens.subject?.(value) ?? atUriParts(uri)?.repo,
      };
    },
    key: (item) => recordItem(item).uri ?? item.text().slice(0, 500),
    cid: (item) => recordItem(item).cid,
    record: recordToValidate,
    dids(item) {
      const { uri, value } = recordItem(item);
      return lensFor(atUriParts(uri)?.collection ?? '').dids(value);
    },
    json: recordJson,
    whole: (item) => item.text(),
  };
}

/** The rows of a collection whose TIDs are of a day: they follow one another, with other keys between them at most. */
function rowsOfDay(
  archive: Pick<Archive, 'rkey'>,
  { first, count }: ArchiveCollection,
  day: number,
): readonly DayRow[] {
  const from = rowFrom(archive, first, first + count, firstTidAt(dayStart(day)));
  const until = rowFrom(archive, from, first + count, firstTidAt(dayStart(day + 1)));
  const rows: DayRow[] = [];
  for (let row = from; row < until; row++) {
    const time = tidMicroseconds(archive.rkey(row));
    if (time !== undefined) rows.push({ row, time });
  }
  return rows;
}

/** The first row between two whose key is not below this one. */
function rowFrom(archive: Pick<Archive, 'rkey'>, from: number, until: number, key: string): number {
  let low = from;
  let high = until;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (archive.rkey(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
