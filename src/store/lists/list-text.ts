import { csvLine } from '../../jobs/export/csv.js';
import type { State } from '../state.js';
import type { ListState } from './lists-state.js';
import { takenItems } from './marked-rows.js';
import type { Marks } from './marks-state.js';

/**
 * Of the rows shown, or of those that are marked, one JSON value a line, each as the service sent it: what stands behind the row, or,
 * where the row is `whole`, with what came around it, such as the at-URI of a record.
 */
export function* ndjsonOf(
  { listing, ...list }: ListState,
  marks: Marks | undefined,
  { whole = false } = {},
): Generator<string> {
  for (const item of takenItems({ ...list, listing }, marks)) {
    const json = whole ? (listing?.whole?.(item) ?? listing?.json(item)) : listing?.json(item);
    // As sent it may be written over several lines.
    if (json !== undefined) yield `${json.replaceAll(/\s*\n\s*/g, ' ')}\n`;
  }
}

/** The same rows with the columns that the list has, the titles of the columns first. */
export function* csvOf(list: ListState, names: State['names'], marks: Marks | undefined): Generator<string> {
  const { listing } = list;
  if (!listing) return;
  yield csvLine([...listing.columns.map(({ title }) => title), 'uri']);
  for (const item of takenItems(list, marks)) {
    const { cells, uri } = listing.row(item, names);
    yield csvLine([...cells, uri ?? '']);
  }
}
