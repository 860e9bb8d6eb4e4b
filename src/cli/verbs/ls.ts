import { InvalidArgumentError, Option } from 'commander';
import { INVALID_WORD } from '../../text/row-filter.js';
import type { LsLine } from '../ls.js';
import { asOption, jsonOption } from '../options.js';
import type { Verb } from '../verb.js';

interface LsOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly limit?: number;
  readonly reverse?: boolean;
  readonly filter?: string;
  readonly columns?: readonly string[];
  readonly as?: string;
}

export const ls: Verb<LsLine, LsOptions> = {
  name: 'ls',
  summary: 'print the rows of any list',
  description:
    'Print the rows of a list: the records of a collection, followers, likes, whatever an address lists; of an account what there is to see of it. On a terminal it is a table of the first 100 rows, on a pipe NDJSON, one JSON object a line as the service sent it, and all of them.',
  arguments: [{ syntax: '<address>', description: 'the list' }],
  options: () => [
    new Option('--all', 'all rows on a terminal, too').conflicts('limit'),
    new Option('--limit <rows>', 'so many rows at most').argParser(rowsOf),
    new Option('--reverse', 'oldest first, where the service can'),
    new Option(
      '--filter <words>',
      `only rows that have all of these words, without regard to case and accents; ${INVALID_WORD} lets through records that are not valid under their lexicon`,
    ),
    new Option(
      '--columns <titles>',
      'only these columns, with commas between them; on a pipe, as texts, in place of the JSON of the service',
    ).argParser(titlesOf),
    jsonOption(),
    asOption(),
  ],
  locations: true,
  lineOf: ({ words: [address = ''], options, locations }) => ({
    kind: 'ls',
    address,
    json: options.json ?? false,
    all: options.all ?? false,
    limit: options.limit,
    reverse: options.reverse ?? false,
    filter: options.filter,
    columns: options.columns,
    as: options.as,
    ...locations,
  }),
  run: async (line, open) => await (await import('../ls.js')).ls(line, open),
};

/** Reads a number of rows. Throws an InvalidArgumentError for what is none. */
export function rowsOf(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(rows) || rows === 0) {
    throw new InvalidArgumentError(`${JSON.stringify(text)} is no number of rows, such as 500`);
  }
  return rows;
}

function titlesOf(text: string): readonly string[] {
  const titles = text
    .split(',')
    .map((title) => title.trim())
    .filter((title) => title !== '');
  if (titles.length === 0) throw new InvalidArgumentError('it names no column');
  return titles;
}
