import type { Names } from '../../lenses/names.js';
import { matchesTerms } from '../../text/match.js';
import type { ListState } from './lists-state.js';
import type { Matches } from './matches.js';

/** How far a filter has looked through the rows of a list, and what it found. Grows in place. */
export interface Scan {
  readonly terms: readonly string[];
  readonly matches: Matches;
  /** The only rows that can match: those that matched a text which this one extends. */
  readonly candidates: { readonly matches: Matches; upTo: number } | undefined;
  scanned: number;
}

/** Looks at rows until the time is up, which `isOver` tells. True when all loaded rows were looked at. */
export function scanRows(
  { listing, rows }: Pick<ListState, 'listing' | 'rows'>,
  names: Names,
  scan: Scan,
  isOver: () => boolean,
): boolean {
  if (!listing) return true;
  const { candidates } = scan;
  while (scan.scanned < rows.length) {
    let index = scan.scanned;
    if (candidates && index < candidates.upTo) {
      index = candidates.matches.at(candidates.matches.positionOf(index)) ?? candidates.upTo;
      scan.scanned = index;
      if (index >= rows.length) break;
    }
    if (matchesTerms(listing.row(rows.at(index), names).cells, scan.terms)) scan.matches.push(index);
    scan.scanned++;
    // Asking for the time costs more than looking at a row.
    if ((scan.scanned & 15) === 0 && isOver()) return scan.scanned >= rows.length;
  }
  return true;
}
