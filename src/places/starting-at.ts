import { firstTidAt, lastTidBefore } from '../atproto/tid.js';
import type { DateSpan } from '../text/date-span.js';
import { say } from '../text/sentence.js';
import { type Listing, OLDEST_FIRST, type Rows } from './listing.js';

/**
 * The record key behind which a list begins that is to begin at a date: with its last records, or oldest first with its first ones. A PDS
 * gives what lies beyond the key of a cursor, whether there is such a record or not (`rkey < cursor`, and `>` with `reverse`, in
 * `com.atproto.repo.listRecords` of the reference PDS).
 */
export const startKey = ({ from, until }: DateSpan, order: string | undefined): string =>
  order === OLDEST_FIRST.id ? lastTidBefore(from) : firstTidAt(until);

/** The record key of a row whose key is an at-URI. */
export function rowKey(listing: Pick<Listing, 'key'>, item: unknown): string {
  const key = listing.key(item);
  return key.slice(key.lastIndexOf('/') + 1);
}

/** A listing that begins at a date, where it can; the same one without a date. Says so where a service begins elsewhere all the same. */
export function startingAt(listing: Listing, start: DateSpan | undefined): Listing {
  if (start === undefined || !listing.beginsAtKeys) return listing;
  return {
    ...listing,
    empty: say`Nothing lies from ${start.text} on in this order: {key:list.reverse} lists in the other one.`,
    async load(cursor, options) {
      if (cursor !== undefined) return await listing.load(cursor, options);
      const { order } = options;
      const key = startKey(start, order);
      const page = await listing.load(key, options);
      const first = page.rows.length > 0 ? rowKey(listing, page.rows.at(0)) : undefined;
      const isBeyond = first === undefined || (order === OLDEST_FIRST.id ? first > key : first < key);
      if (isBeyond) return page;
      return {
        ...page,
        rows: noted(page.rows, 'This service cannot begin at a date: these are its first rows.'),
      };
    },
  };
}

const noted = <Item>(rows: Rows<Item>, note: string): Rows<Item> => ({
  length: rows.length,
  at: (index) => rows.at(index),
  summary: rows.summary,
  note,
});
