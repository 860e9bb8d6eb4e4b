import { isNsid } from '@atcute/lexicons/syntax';
import { type Activity, type CollectionActivity, countActivity } from '../../archive/activity.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { utcDay } from '../../text/utc-day.js';
import type { Address } from '../addresses.js';
import type { DayCount, Listing, Order } from '../listing.js';
import type { ArchiveName } from './archive-address.js';
import { toldOf } from './archive-listings.js';
import type { ArchiveServices } from './find-archive.js';
import { openNamed, whileRead } from './open-archives.js';

/** The order, so to speak, that leaves nothing out. */
const ALL: Order = { id: 'all', title: 'all collections' };

/**
 * The days of the life of an archive, the last one first, with how many records of each collection they have. A day between them that
 * has none is a row of its own, so that there is something to stand on. The other orders are the collections, each by itself.
 */
export function activityListing(
  address: Extract<Address, { kind: 'archiveActivity' | 'activity' }> & { readonly of: ArchiveName },
  services: ArchiveServices,
): Listing<DayCount> {
  const { of } = address;
  let orders: readonly Order[] = [];
  /** The one that is shown; undefined: all. */
  let only: string | undefined;
  return {
    address,
    columns: [
      { title: 'day', width: 10, drop: 0, once: true },
      { title: 'collection', width: 0, drop: 0 },
      { title: 'records', width: 12, drop: 1 },
    ],
    get orders() {
      return orders;
    },
    dependsOnViewer: false,
    empty: 'No key of this repository says a day.',
    async load(_cursor, { signal, order }) {
      const open = await openNamed(of, services, signal);
      const activity = await whileRead([open.archive], () => countActivity(open.archive, signal));
      orders = ordersOf(activity);
      only = order === ALL.id ? undefined : order;
      const rows = dayCounts(activity, only);
      const { summary, note } = toldOf(of, open);
      return {
        rows: { length: rows.length, at: (index) => rows[index], summary, note: noteOf(activity, note) },
        cursor: undefined,
      };
    },
    row: ({ day, collection, count }) => ({
      cells: [day, cellText(collection ?? ''), countText(count)],
      opens: { kind: 'archiveDay', of, day, ...(only !== undefined && isNsid(only) && { collection: only }) },
      uri: undefined,
      name: day,
      cid: undefined,
      did: undefined,
    }),
    key: ({ day, collection }) => `${day} ${collection ?? ''}`,
    dids: () => [],
    json: ({ day, collection = null, count }) => JSON.stringify({ day, collection, count }),
    day: (item) => item,
  };
}

/** The collections that have days, those with the most records first. */
function ordersOf({ collections }: Activity): readonly Order[] {
  const dated = collections
    .map(({ name, counts }) => ({ name, count: counts.reduce((sum, count) => sum + count, 0) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  return [ALL, ...dated.map(({ name }) => ({ id: name, title: name }))];
}

/** Each day of the span, the last one first, and in it the collections with the most records first. */
function dayCounts({ collections, span }: Activity, only: string | undefined): readonly DayCount[] {
  if (span === undefined) return [];
  const wanted = collections.filter(({ name }) => only === undefined || only === name);
  const places = new Map<CollectionActivity, number>(wanted.map((one) => [one, one.days.length - 1]));
  const rows: DayCount[] = [];
  for (let day = span.last; day >= span.first; day--) {
    const written = utcDay(day);
    const before = rows.length;
    for (const [collection, at] of places) {
      if (at < 0 || collection.days[at] !== day) continue;
      places.set(collection, at - 1);
      rows.push({ day: written, collection: collection.name, count: collection.counts[at] ?? 0 });
    }
    if (rows.length === before) rows.push({ day: written, collection: undefined, count: 0 });
    else rows.push(...rows.splice(before).toSorted((a, b) => b.count - a.count));
  }
  return rows;
}

/** What is on no day, and what else is to be said. */
function noteOf(
  { collections }: Activity,
  note: Awaited<ReturnType<Listing['load']>>['rows']['note'],
): string | undefined {
  const keyed = collections.reduce((sum, one) => sum + one.keyed, 0);
  const odd = collections.reduce((sum, one) => sum + one.odd, 0);
  const parts = [
    odd === 0 ? '' : `${records(odd)} of an impossible time (before 2020, or in the future)`,
    keyed === 0 ? '' : `${records(keyed)} whose key says no time`,
  ].filter((part) => part !== '');
  const said = parts.length === 0 ? undefined : `On no day: ${parts.join(', and ')}.`;
  return [said, note].filter((part) => part !== undefined).join(' ') || undefined;
}

const records = (count: number): string => (count === 1 ? '1 record' : `${countText(count)} records`);
