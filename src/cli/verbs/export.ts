import { InvalidArgumentError, Option } from 'commander';
import type { ExportLine } from '../export.js';
import type { Verb } from '../verb.js';

const FORMATS = ['ndjson', 'csv', 'sqlite'] as const;

interface ExportOptions {
  readonly format?: ExportLine['format'];
  readonly to?: string;
  readonly columns?: readonly string[];
}

export const exportVerb: Verb<ExportLine, ExportOptions> = {
  name: 'export',
  summary: 'write the records of an archive for other programs',
  description:
    'Write the records of an archive: NDJSON, one {uri, cid, value} a line; CSV, with what atscope shows of each record or with --columns; or an SQLite file with a table records, a view for each collection, and a full-text index records_text.',
  arguments: [
    {
      syntax: '<address>',
      description:
        'a file that ends in .car, car: and its path with #collection behind it, archive: and an account, or an account as it is today',
    },
  ],
  options: () => [
    new Option('--format <format>', 'how').choices(FORMATS).default('ndjson'),
    new Option('--to <file>', 'into this file, in place of what it was; SQLite needs one'),
    new Option(
      '--columns <paths>',
      'for CSV: paths in the JSON with commas between them, such as rkey,text,embed.images.0.alt',
    ).argParser(pathsOf),
  ],
  locations: true,
  lineOf({ words: [address = ''], options: { format = 'ndjson', to, columns }, locations }) {
    if (format === 'sqlite' && to === undefined) throw new InvalidArgumentError('SQLite needs --to FILE');
    if (format !== 'csv' && columns) throw new InvalidArgumentError('only CSV has columns: --format csv');
    return { kind: 'export', address, format, to, columns, ...locations };
  },
  run: async (line, open) => await (await import('../export.js')).exportRecords(line, open),
};

function pathsOf(text: string): readonly string[] {
  const paths = text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
  if (paths.length === 0) throw new InvalidArgumentError('it names no column');
  return paths;
}
