import type { ListState } from '../lists/lists-state.js';
import { takenItems } from '../lists/marked-rows.js';
import type { Marks } from '../lists/marks-state.js';
import type { State } from '../state.js';

/** The rows shown, or those that are marked, as one JSON value a line, each as the service sent it. */
export function listAsNdjson(list: ListState, marks?: Marks): string {
  const lines: string[] = [];
  for (const item of takenItems(list, marks)) {
    const json = list.listing?.json(item);
    // As sent it may be written over several lines.
    if (json !== undefined) lines.push(json.replaceAll(/\s*\n\s*/g, ' '));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** The rows shown, or those that are marked, with the columns that the list has, by RFC 4180, the titles of the columns first. */
export function listAsCsv(list: ListState, names: State['names'], marks?: Marks): string {
  const { listing } = list;
  if (!listing) return '';
  const lines = [[...listing.columns.map(({ title }) => title), 'uri'].map(csvField).join(',')];
  for (const item of takenItems(list, marks)) {
    const { cells, uri } = listing.row(item, names);
    lines.push([...cells, uri ?? ''].map(csvField).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
