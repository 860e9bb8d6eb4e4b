import { setImmediate as nextTurn } from 'node:timers/promises';
import { atUriParts } from '../../atproto/at-uri.js';
import type { Names } from '../../lenses/names.js';
import { parseWritten } from '../../text/written-json.js';
import type { ListState } from '../lists/lists-state.js';
import { isWanted } from '../lists/scan-rows.js';

/** Rows of a list that are looked at: those that have all of the terms. */
export interface LookedAt {
  readonly list: ListState;
  readonly names: Names;
  readonly terms: readonly string[];
}

/** A record of a list, read. */
export interface OwnRow {
  /** The row's, by which it is marked. */
  readonly key: string;
  readonly rkey: string | undefined;
  readonly record: unknown;
}

/** Rows that are read before keys are listened to again. */
const SLICE_ROWS = 200;

/** The records of a list, one after the other; what could not be read is left out. Ends early where the signal says so. */
export async function* ownRows(
  { list, names, terms }: LookedAt,
  signal: AbortSignal,
): AsyncGenerator<OwnRow> {
  const { listing, rows } = list;
  if (!listing) return;
  for (let index = 0; index < rows.length; index += 1) {
    if (index % SLICE_ROWS === SLICE_ROWS - 1) await nextTurn(undefined, { signal });
    const item = rows.at(index);
    const record = item === undefined ? undefined : listing.record?.(item);
    if (record === undefined || !isWanted(listing, item, names, { terms, keys: undefined })) continue;
    const key = listing.key(item);
    yield { key, rkey: record.rkey ?? atUriParts(key)?.rkey, record: parseWritten(record.json) };
  }
}

/** What the records of a collection are called. */
export function recordsName(collection: string | undefined): string {
  const name = collection?.split('.').at(-1);
  return name !== undefined && PLURALS.has(name) ? `${name}s` : 'records';
}

const PLURALS: ReadonlySet<string> = new Set(['post', 'like', 'repost', 'follow', 'block', 'listitem']);
