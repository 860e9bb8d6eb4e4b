import type { Names } from '../../lenses/names.js';
import type { ListRow } from '../../places/listing.js';
import type { ListState } from './lists-state.js';
import type { PagedRows, RowChange } from './paged-rows.js';

/** More than any window shows, and little enough to be nothing beside the rows. */
const ROWS_MAX = 512;

export interface CachedRow {
  readonly row: ListRow;
  /** DIDs in it that a handle would read better for. */
  readonly dids: readonly string[];
  /** What live events made of it. */
  readonly change: RowChange | undefined;
}

/** What a row says of its time (`12:03` today, `02-21` yesterday) is made anew so often: midnight is at one of these everywhere. */
const HOLDS_MS = 15 * 60_000;

interface Cache {
  quarter: number;
  namesVersion: number;
  rowsVersion: number;
  readonly rows: Map<number, CachedRow>;
}

// By the rows themselves: a list that loads anew has others, and one that is let go takes its cache along.
const caches = new WeakMap<PagedRows<unknown>, Cache>();

/** A loaded row as it is shown, read once for as long as it stays near the window and no name is learnt and no row changes. */
export function cachedRow(
  list: ListState,
  index: number,
  names: Names,
  namesVersion: number,
): CachedRow | undefined {
  const { listing, rows } = list;
  if (!listing || !(index >= 0 && index < rows.length)) return undefined;
  const quarter = Math.floor(Date.now() / HOLDS_MS);
  let cache = caches.get(rows);
  if (!cache) {
    cache = { quarter, namesVersion, rowsVersion: rows.version, rows: new Map() };
    caches.set(rows, cache);
  }
  const isOutdated =
    cache.namesVersion !== namesVersion || cache.rowsVersion !== rows.version || cache.quarter !== quarter;
  if (isOutdated || cache.rows.size >= ROWS_MAX) {
    cache.rows.clear();
    cache.quarter = quarter;
    cache.namesVersion = namesVersion;
    cache.rowsVersion = rows.version;
  }
  let found = cache.rows.get(index);
  if (!found) {
    const item = rows.at(index);
    found = { row: listing.row(item, names), dids: listing.dids(item), change: rows.changeOf(index) };
    cache.rows.set(index, found);
  }
  return found;
}
