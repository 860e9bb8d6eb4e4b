import type { Names } from '../../lenses/names.js';
import type { Listing } from '../../places/listing.js';
import { matchesTerms } from '../../text/match.js';
import type { ListState } from './lists-state.js';
import type { Matches } from './matches.js';

/** How far a filter has looked through the rows of a list, and what it found. Grows in place. */
export interface Scan {
  readonly terms: readonly string[];
  /** Whether a row has to be a record that is not valid, too. */
  readonly isInvalid: boolean;
  /** Keys of which a row has to have one, too; undefined: any. */
  readonly keys: ReadonlySet<string> | undefined;
  readonly matches: Matches;
  /** The only rows that can match: those that matched a text which this one extends. */
  readonly candidates: { readonly matches: Matches; upTo: number } | undefined;
  scanned: number;
  /** Rows of which nobody here knows the lexicon. */
  unknown: number;
}

/** Looks at rows until the time is up, which `isOver` tells. True when all loaded rows were looked at. */
export function scanRows(
  { listing, rows }: Pick<ListState, 'listing' | 'rows'>,
  names: Names,
  scan: Scan,
  isOver: () => boolean,
): boolean {
  if (!listing) return true;
  while (toCandidate(scan) < rows.length) {
    const index = scan.scanned;
    if (isWanted(listing, rows.at(index), names, scan)) scan.matches.push(index);
    scan.scanned++;
    // Asking for the time costs more than looking at a row.
    if ((scan.scanned & 15) === 0 && isOver()) return scan.scanned >= rows.length;
  }
  return true;
}

/** Whether a row has what can be told of it at once: the terms, and a key that is asked for. */
export const isWanted = (
  listing: Listing,
  item: unknown,
  names: Names,
  { terms, keys }: Pick<Scan, 'terms' | 'keys'>,
): boolean =>
  (keys === undefined || keys.has(listing.key(item))) &&
  (terms.length === 0 || matchesTerms(listing.row(item, names).cells, terms));

/** Passes over the rows that cannot match. Gives the index of the next one that can, whether it is there or not. */
export function toCandidate(scan: Scan): number {
  const { candidates } = scan;
  if (candidates && scan.scanned < candidates.upTo) {
    scan.scanned = candidates.matches.at(candidates.matches.positionOf(scan.scanned)) ?? candidates.upTo;
  }
  return scan.scanned;
}
