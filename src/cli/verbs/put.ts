import { Option } from 'commander';
import type { PutLine } from '../put.js';
import type { Verb } from '../verb.js';

interface PutOptions {
  readonly swap?: string;
  readonly force?: boolean;
  readonly validate?: boolean;
  readonly dryRun?: boolean;
  readonly files?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const put: Verb<PutLine, PutOptions> = {
  name: 'put',
  summary: 'write records of your own',
  description:
    'Write a record from a file or from standard input into your own repository, held against its lexicon first. What is there already is written over with --swap or --force only. Many records are one a line, as atscope ls prints them (uri, cid, value): the cid of a line is what may be written over. {"$file": "photo.jpg"} in a record becomes the blob of that file in the folder of --files. On the screen undo takes it back.',
  arguments: [
    { syntax: '<address>', description: 'the record, the collection of a new one, or the account' },
    { syntax: '[file]', description: 'file with JSON or NDJSON; - or none: standard input' },
  ],
  options: () => [
    new Option('--swap <cid>', 'write over the record that has this CID, and over no other'),
    new Option('--force', 'write over whatever is there'),
    new Option('--validate', 'ask for the lexicon where it is not known, and refuse what none can be had of'),
    new Option('--no-validate', 'hold it against no lexicon, neither here nor at the PDS'),
    new Option('--dry-run', 'say what would be written, and send nothing'),
    new Option('--files <dir>', 'files in this folder may be sent as blobs'),
    new Option('--yes', 'write more than one record'),
    new Option('--json', 'NDJSON on a terminal, too'),
  ],
  locations: true,
  excess: 'give one address and one file only',
  lineOf: ({ words: [address = '', file], options, locations }) => ({
    kind: 'put',
    address,
    file,
    swap: options.swap,
    force: options.force ?? false,
    validate: options.validate,
    dryRun: options.dryRun ?? false,
    files: options.files,
    yes: options.yes ?? false,
    json: options.json ?? false,
    ...locations,
  }),
  run: async (line, open) => await (await import('../put.js')).put(line, open),
};
