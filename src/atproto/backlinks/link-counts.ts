import { isObject } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import { stringifyJson } from '../calls/raw-items.js';
import { type LinkSource, linkSource } from './link-source.js';

/** How many links come from one place in the records of a collection. */
export interface LinkCount {
  readonly source: LinkSource;
  /** Undefined where the service says no number. */
  readonly records: number | undefined;
  readonly accounts: number | undefined;
  /** What was sent of it, with the names that it stood under. */
  readonly json: string;
}

/** What `/links/all` counts, a count for each collection and path, in its order. What is of another shape is left out. */
export function readLinkCounts(links: unknown): readonly LinkCount[] {
  const counts: LinkCount[] = [];
  for (const [collection, paths] of membersOf(links)) {
    for (const [path, count] of membersOf(paths)) {
      if (!isObject(count)) continue;
      counts.push({
        source: linkSource(collection, path),
        records: numberOf(count.records),
        accounts: numberOf(count.distinct_dids),
        json: stringifyJson({ collection, path, ...count }),
      });
    }
  }
  return counts;
}

const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];
