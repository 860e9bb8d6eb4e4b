import { filterTerms, matchesTerms } from '../../text/match.js';
import type { StoreContext } from '../context.js';
import type { ListFilter } from './lists-state.js';
import { withList } from './lists-update.js';
import { Matches } from './matches.js';
import { type Scan, scanRows } from './scan-rows.js';

/** Milliseconds of work at a time: a key press waits no longer than this. */
const SLICE_MS = 4;
/** Milliseconds between two showings of what was found so far. */
const SHOW_EVERY_MS = 50;

/** Looks through the loaded rows for those that a filter lets through, a slice at a time. */
export interface FilterScan {
  /** Filters a list by a text; an empty one shows all rows again. */
  begin(key: string, text: string): void;
  /** Goes on with rows that were loaded since; from the first when `afresh`. */
  continue(key: string, afresh: boolean): void;
  /** Takes in so many rows that were put above all others. Gives how many of them are among the rows shown. */
  takeAbove(key: string, count: number): number;
}

export function createFilterScan({ get, set }: Pick<StoreContext, 'get' | 'set'>): FilterScan {
  const scans = new Map<string, Scan>();

  function patch(key: string, filter: ListFilter | undefined): void {
    set(({ lists }) => ({ lists: withList(lists, key, (list) => ({ ...list, filter })) }));
  }

  function run(key: string, text: string, scan: Scan, shownAt: number): void {
    const list = get().lists.get(key);
    if (!list || scans.get(key) !== scan) {
      if (scans.get(key) === scan) scans.delete(key);
      return;
    }
    const until = performance.now() + SLICE_MS;
    const done = scanRows(list, get().names, scan, () => performance.now() >= until);
    let shown = shownAt;
    if (done || performance.now() - shownAt >= SHOW_EVERY_MS) {
      // Another text has pages loaded again.
      const isHalted = list.filter?.text === text && list.filter.isHalted;
      patch(key, { text, matches: scan.matches, scanned: scan.scanned, isHalted });
      shown = performance.now();
    }
    if (done) scans.delete(key);
    else setImmediate(run, key, text, scan, shown);
  }

  function start(key: string, text: string, scan: Scan): void {
    scans.set(key, scan);
    run(key, text, scan, 0);
  }

  return {
    begin(key, text) {
      const list = get().lists.get(key);
      if (!list) return;
      const terms = filterTerms(text);
      if (terms.length === 0) {
        scans.delete(key);
        patch(key, undefined);
        return;
      }
      const before = list.filter;
      // Whatever matches a longer text matched the shorter one, so only those rows are looked at again.
      const candidates =
        before && text.startsWith(before.text) && !scans.has(key)
          ? { matches: before.matches, upTo: before.scanned }
          : undefined;
      start(key, text, { terms, matches: new Matches(), candidates, scanned: 0 });
    },
    continue(key, afresh) {
      const filter = get().lists.get(key)?.filter;
      if (!filter) return;
      const running = scans.get(key);
      if (running && !afresh) return;
      const scan: Scan = {
        terms: filterTerms(filter.text),
        matches: afresh ? new Matches() : filter.matches,
        candidates: undefined,
        scanned: afresh ? 0 : filter.scanned,
      };
      start(key, filter.text, scan);
    },
    takeAbove(key, count) {
      const list = get().lists.get(key);
      if (!list?.filter || !list.listing) return count;
      const { listing, rows, filter } = list;
      const { matches } = filter;
      const terms = filterTerms(filter.text);
      const before = matches.length;
      const scan = scans.get(key);
      for (let index = count - 1; index >= 0; index--) {
        matches.shift(matchesTerms(listing.row(rows.at(index), get().names).cells, terms));
        scan?.candidates?.matches.shift(false);
      }
      if (scan) scan.scanned += count;
      if (scan?.candidates) scan.candidates.upTo += count;
      patch(key, { ...filter, scanned: filter.scanned + count });
      return matches.length - before;
    },
  };
}
