import { listRows } from '../lists/list-rows.js';
import { rowIndexAt } from '../lists/lists-selectors.js';
import type { ListState } from '../lists/lists-state.js';
import type { State } from '../state.js';

/** Indexes of the loaded rows that are shown, in their order: those that pass the filter, or all. */
function* shownIndexes(list: ListState): Generator<number> {
  const { length } = listRows(list);
  for (let position = 0; position < length; position++) {
    const index = rowIndexAt(list, position);
    if (index !== undefined) yield index;
  }
}

/** The rows shown as one JSON value a line, each as the service sent it. */
export function listAsNdjson(list: ListState): string {
  const lines: string[] = [];
  for (const index of shownIndexes(list)) {
    const json = list.listing?.json(list.rows.at(index));
    // As sent it may be written over several lines.
    if (json !== undefined) lines.push(json.replaceAll(/\s*\n\s*/g, ' '));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** The rows shown with the columns that the list has, by RFC 4180, the titles of the columns first. */
export function listAsCsv(list: ListState, names: State['names']): string {
  const { listing, rows } = list;
  if (!listing) return '';
  const lines = [[...listing.columns.map(({ title }) => title), 'uri'].map(csvField).join(',')];
  for (const index of shownIndexes(list)) {
    const { cells, uri } = listing.row(rows.at(index), names);
    lines.push([...cells, uri ?? ''].map(csvField).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
