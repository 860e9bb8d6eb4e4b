import type { AtClient } from '../../atproto/client.js';
import type { Names } from '../../lenses/names.js';
import type { Listing } from '../../places/listing.js';
import type { ListState } from './lists-state.js';
import { isWanted, type Scan, toCandidate } from './scan-rows.js';

interface InvalidScan {
  /** Whether the time for this slice is up. */
  isOver(): boolean;
  /** Whether anybody still wants what is found. */
  isCurrent(): boolean;
  /** Asks nobody. */
  readonly validate: AtClient['validate'];
}

/**
 * Looks for records that are not valid under their lexicon, until the time is up or nobody wants them any more. Those of a lexicon that
 * nobody here knows do not match, and are counted. True when all loaded rows were looked at. Does not reject.
 */
export async function scanInvalid(
  { listing, rows }: Pick<ListState, 'listing' | 'rows'>,
  names: Names,
  scan: Scan,
  { isOver, isCurrent, validate }: InvalidScan,
): Promise<boolean> {
  if (!listing) return true;
  while (toCandidate(scan) < rows.length) {
    const index = scan.scanned;
    const item = rows.at(index);
    const status = isWanted(listing, item, names, scan) ? await statusOf(listing, item, validate) : undefined;
    // Rows may have come above, and this is another one now.
    if (!isCurrent()) return false;
    if (status === 'invalid') scan.matches.push(index);
    if (status === 'unknown') scan.unknown++;
    scan.scanned++;
    if (isOver()) return scan.scanned >= rows.length;
  }
  return true;
}

/** Undefined of what could not be read. A record that cannot be validated does not keep the others from it. */
async function statusOf(listing: Listing, item: unknown, validate: AtClient['validate']) {
  try {
    const record = listing.record?.(item);
    return record && (await validate(record)).status;
  } catch {
    return 'unknown';
  }
}
