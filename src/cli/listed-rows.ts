import type { AtClient } from '../atproto/client.js';
import type { Names } from '../lenses/names.js';
import type { Listing, ListRow } from '../places/listing.js';
import { Pager } from '../places/pager.js';
import { matchesTerms } from '../text/match.js';
import { readRowFilter } from '../text/row-filter.js';
import { type Sentence, SentenceError } from '../text/sentence.js';

/** Which rows of a list are wanted. */
export interface WantedRows {
  /** Id of an order of the listing; undefined: its first. */
  readonly order: string | undefined;
  /** Words that a row has to have; undefined: any row. */
  readonly filter: string | undefined;
  /** Rows at most. */
  readonly limit: number;
  /** Holds a record against its lexicon, for a filter that asks for that. */
  readonly validate?: AtClient['validate'] | undefined;
  /** Makes rows where something reads them: a filter, a table. Without it `row` is undefined. */
  readonly names: ((dids: readonly string[]) => Promise<Names>) | undefined;
  readonly signal: AbortSignal;
}

/** One row as it was listed. */
export interface ListedRow {
  readonly item: unknown;
  readonly row: ListRow | undefined;
}

/** The rows that came together. */
export interface ListedPage {
  readonly rows: readonly ListedRow[];
  /** There may be more than these, and than those before. */
  readonly hasMore: boolean;
  /** What the service said of them as a whole. */
  readonly note: Sentence | undefined;
  /** Of the rows that were looked through, those of which nobody here knows whether they are valid. */
  readonly unknown: number;
}

/**
 * The rows of a listing, page after page, until it ends or there are as many as are wanted. Throws what the listing throws, and a
 * SentenceError where the service goes round in circles: the rows until then have come.
 */
export async function* listedRows(listing: Listing, wanted: WantedRows): AsyncGenerator<ListedPage> {
  const { signal, limit } = wanted;
  const { terms, isInvalid } = readRowFilter(wanted.filter ?? '', listing.record !== undefined);
  // With a filter nobody knows how many rows make up the limit.
  const pager = new Pager(listing, { order: wanted.order });
  let count = 0;
  while (!pager.ended && count < limit) {
    const page = await pager.next({ signal });
    const items = Array.from({ length: page.rows.length }, (_, index) => page.rows.at(index));
    if (wanted.names) await page.rows.later;
    const names = await wanted.names?.([...new Set(items.flatMap((item) => listing.dids(item)))]);
    const rows: ListedRow[] = [];
    let isCut = false;
    let unknown = 0;
    for (const item of items) {
      const row = names && listing.row(item, names);
      if (row && !matchesTerms(row.cells, terms)) continue;
      const record = isInvalid ? listing.record?.(item) : undefined;
      const validity = record && (await wanted.validate?.(record, { signal }));
      if (validity?.status === 'unknown') unknown += 1;
      if (isInvalid && validity?.status !== 'invalid') continue;
      isCut = count === limit;
      if (isCut) break;
      count += 1;
      rows.push({ item, row });
    }
    yield { rows, hasMore: isCut || !pager.ended, note: page.rows.note, unknown };
  }
  const { status } = pager;
  const isCircle = status.kind === 'ended' && status.why !== 'complete' && status.why !== 'limit';
  if (isCircle) {
    throw new SentenceError(
      `The list is not whole: the service gave the same ${status.why === 'page-repeats' ? 'page' : 'cursor'} twice.`,
    );
  }
}
