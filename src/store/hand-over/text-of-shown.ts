import { safeJson } from '../../text/safe-json.js';
import { sanitise } from '../../text/sanitise.js';
import type { ListState } from '../lists/lists-state.js';
import { takenItems } from '../lists/marked-rows.js';
import type { Marks } from '../lists/marks-state.js';
import type { RecordText } from '../records/records-state.js';
import type { HandedText } from './handed-text.js';

const INDENT = 2;
/** No file system takes more than 255 bytes. */
const NAME_MAX_CHARACTERS = 120;

/** A name that is a file's own everywhere, whoever gave it: no folder, no hidden file. */
export function fileNameOf(name: string, extension: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9._~-]/g, '_')
    .replace(/^[.-]+/, '')
    .slice(0, NAME_MAX_CHARACTERS);
  return `${plain === '' ? 'shown' : plain}.${extension}`;
}

/** JSON with a member a line; what is no JSON, or only its beginning, as lines of text. */
export function jsonOrText(text: string): string {
  try {
    return safeJson(text, INDENT);
  } catch {
    return linesOf(text.split(/\r\n|\n|\r/));
  }
}

export const linesOf = (lines: readonly string[]): string =>
  lines.map((line) => `${sanitise(line).trimEnd()}\n`).join('');

/** A record, a row or an identity document: named by its record key, else by what it is. */
export const recordHanded = ({ uri, json }: RecordText): HandedText => ({
  label: 'record',
  name: fileNameOf(uri.slice(uri.lastIndexOf('/') + 1), 'json'),
  chunks: () => [jsonOrText(json)],
});

/** The rows that are marked, else those that are loaded and pass the filter, one a line, as the service sent them. */
export const listHanded = (list: ListState, marks?: Marks): HandedText => ({
  label: 'rows',
  name: fileNameOf(list.key.slice(list.key.lastIndexOf('/') + 1), 'ndjson'),
  *chunks() {
    const { listing } = list;
    if (!listing) return;
    for (const item of takenItems(list, marks)) yield `${safeLine(listing.json(item))}\n`;
  },
});

function safeLine(json: string): string {
  try {
    return safeJson(json, 0);
  } catch {
    return JSON.stringify(sanitise(json));
  }
}
