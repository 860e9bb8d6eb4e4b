import { MARKED_WORD, type RowFilter, readRowFilter } from '../../text/row-filter.js';
import type { StoreContext } from '../context.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { ListFilter, ListState } from './lists-state.js';
import { withList } from './lists-update.js';
import { marksOf } from './marked-rows.js';
import { Matches } from './matches.js';
import { scanInvalid } from './scan-invalid.js';
import { isWanted, type Scan, scanRows } from './scan-rows.js';

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

/** What of the filter of a list is looked for in its rows. */
export function rowFilterOf({ listing }: Pick<ListState, 'listing'>, text: string): ListRowFilter {
  const { terms, isInvalid } = readRowFilter(text, listing?.record !== undefined);
  const others = terms.filter((term) => term !== MARKED_WORD);
  return { terms: others, isInvalid, isMarked: others.length < terms.length };
}

/** What a filter asks of a row of a list. */
interface ListRowFilter extends RowFilter {
  /** Whether the row has to be marked. */
  readonly isMarked: boolean;
}

export function createFilterScan({
  get,
  set,
  client,
}: Pick<StoreContext, 'get' | 'set'> & {
  readonly client: Pick<StoreContext['client'], 'validate'>;
}): FilterScan {
  const scans = new Map<string, Scan>();

  function patch(key: string, filter: ListFilter | undefined): void {
    set(({ lists }) => ({ lists: withList(lists, key, (list) => ({ ...list, filter })) }));
  }

  /** Shows what was found so far. */
  function show(key: string, text: string, scan: Scan): void {
    const filter = get().lists.get(key)?.filter;
    // Another text has pages loaded again.
    const isHalted = filter?.text === text && filter.isHalted;
    const { matches, scanned, unknown } = scan;
    patch(key, { text, matches, scanned, unknown: unknown || undefined, isHalted });
  }

  function run(key: string, text: string, scan: Scan, shownAt: number): void {
    const list = get().lists.get(key);
    if (!list || scans.get(key) !== scan) {
      if (scans.get(key) === scan) scans.delete(key);
      return;
    }
    const until = performance.now() + SLICE_MS;
    const isOver = (): boolean => performance.now() >= until;
    function goOn(done: boolean): void {
      let shown = shownAt;
      if (done || performance.now() - shownAt >= SHOW_EVERY_MS) {
        show(key, text, scan);
        shown = performance.now();
      }
      if (done) scans.delete(key);
      else setImmediate(run, key, text, scan, shown);
    }
    if (!scan.isInvalid) {
      goOn(scanRows(list, get().names, scan, isOver));
      return;
    }
    const isCurrent = (): boolean => scans.get(key) === scan;
    void scanInvalid(list, get().names, scan, { isOver, isCurrent, validate: client.validate }).then(
      (done) => isCurrent() && goOn(done),
    );
  }

  function start(key: string, text: string, scan: Scan): void {
    scans.set(key, scan);
    // What is validated comes later: until then the rows are those of this filter, too.
    if (scan.isInvalid) show(key, text, scan);
    run(key, text, scan, 0);
  }

  function restart(key: string, list: ListState): void {
    const { filter } = list;
    if (filter) start(key, filter.text, newScan(list, rowFilterOf(list, filter.text)));
  }

  function newScan(list: ListState, filter: ListRowFilter, candidates?: Scan['candidates']): Scan {
    const { terms, isInvalid } = filter;
    const keys = keysOf(list, filter);
    return { terms, isInvalid, keys, matches: new Matches(), candidates, scanned: 0, unknown: 0 };
  }

  /** The marks as they are now: a row whose mark is taken away later stays in sight, so that it can be marked again. */
  function keysOf(list: ListState, { isMarked }: ListRowFilter): ReadonlySet<string> | undefined {
    return isMarked ? (marksOf(list, currentVisit(get()).marks)?.keys ?? NO_KEYS) : undefined;
  }

  return {
    begin(key, text) {
      const list = get().lists.get(key);
      if (!list) return;
      const wanted = rowFilterOf(list, text);
      if (wanted.terms.length === 0 && !wanted.isInvalid && !wanted.isMarked) {
        scans.delete(key);
        patch(key, undefined);
        return;
      }
      start(key, text, newScan(list, wanted, scans.has(key) ? undefined : candidatesOf(list, text, wanted)));
    },
    continue(key, afresh) {
      const list = get().lists.get(key);
      if (!list?.filter) return;
      const running = scans.get(key);
      if (running && !afresh) return;
      const { text, matches, scanned, unknown = 0 } = list.filter;
      const wanted = rowFilterOf(list, text);
      if (afresh) restart(key, list);
      else start(key, text, { ...newScan(list, wanted), matches, scanned, unknown });
    },
    takeAbove(key, count) {
      const list = get().lists.get(key);
      if (!list?.filter || !list.listing) return count;
      const { listing, rows, filter } = list;
      const { matches } = filter;
      const wanted = rowFilterOf(list, filter.text);
      if (wanted.isInvalid) {
        // What they are is known later: until then none of them is shown.
        for (let index = 0; index < count; index++) matches.shift(false);
        restart(key, list);
        return 0;
      }
      const before = matches.length;
      const scan = scans.get(key);
      const asked = { terms: wanted.terms, keys: keysOf(list, wanted) };
      for (let index = count - 1; index >= 0; index--) {
        matches.shift(isWanted(listing, rows.at(index), get().names, asked));
        scan?.candidates?.matches.shift(false);
      }
      if (scan) scan.scanned += count;
      if (scan?.candidates) scan.candidates.upTo += count;
      patch(key, { ...filter, scanned: filter.scanned + count });
      return matches.length - before;
    },
  };
}

const NO_KEYS: ReadonlySet<string> = new Set();

/** Whatever matches a longer text matched the shorter one, so only those rows are looked at again. */
function candidatesOf(list: ListState, text: string, wanted: ListRowFilter): Scan['candidates'] {
  const before = list.filter;
  if (!before || !text.startsWith(before.text)) return undefined;
  const earlier = rowFilterOf(list, before.text);
  // A mark may have come or gone since.
  if (earlier.isInvalid !== wanted.isInvalid || earlier.isMarked || wanted.isMarked) return undefined;
  return { matches: before.matches, upTo: before.scanned };
}
