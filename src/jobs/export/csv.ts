import { lensFor } from '../../lenses/lens-for.js';
import { isObject, textField } from '../../text/json-fields.js';
import { writeJson } from '../../text/written-json.js';
import type { ExportedRecord } from './exported-record.js';

/** A column of a CSV file. */
export interface CsvColumn {
  readonly title: string;
  of(record: ExportedRecord): string;
}

/** What a record has beside its value. */
const OWN: Readonly<Record<string, (record: ExportedRecord) => string>> = {
  uri: ({ uri }) => uri,
  cid: ({ cid }) => cid,
  collection: ({ collection }) => collection,
  rkey: ({ rkey }) => rkey,
};
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
const ITEM = /^\d+$/;

/** A row as RFC 4180 has it: what holds a comma, a quote or a line break is in quotes, and lines end by CRLF. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

/**
 * Columns that lenses read: whose record it is, when it says that it was created, and what the lens of each collection tells; a
 * title that two of them have is one column.
 */
export function lensColumns(collections: readonly string[]): readonly CsvColumn[] {
  const titles = new Set<string>();
  for (const collection of collections) {
    for (const { title } of lensFor(collection).columns) titles.add(title);
  }
  return [
    ...Object.entries(OWN).map(([title, of]) => ({ title, of })),
    { title: 'createdAt', of: ({ value }) => textField(value, 'createdAt') ?? '' },
    ...[...titles].map((title) => ({ title, of: (record: ExportedRecord) => lensCell(record, title) })),
  ];
}

function lensCell({ collection, value }: ExportedRecord, title: string): string {
  const lens = lensFor(collection);
  const at = lens.columns.findIndex((column) => column.title === title);
  return at === -1 ? '' : (lens.cells(value, () => undefined)[at] ?? '');
}

/**
 * Columns by their paths in the JSON: names of members and numbers of items with dots between them (`embed.images.0.alt`). `uri`,
 * `cid`, `collection` and `rkey` are those of the record; `value.uri` is a member of that name. Texts stand as they are, all
 * else as JSON, and what is not there is empty.
 */
export const pathColumns = (paths: readonly string[]): readonly CsvColumn[] =>
  paths.map((path) => {
    const names = path.split('.');
    const steps = names[0] === 'value' && names.length > 1 ? names.slice(1) : names;
    return { title: path, of: OWN[path] ?? (({ value }) => cellAt(value, steps)) };
  });

function cellAt(value: unknown, steps: readonly string[]): string {
  let here = value;
  for (const step of steps) {
    if (Array.isArray(here)) here = ITEM.test(step) ? here[Number(step)] : undefined;
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return '';
  }
  if (here === undefined) return '';
  return typeof here === 'string' ? here : writeJson(here);
}
