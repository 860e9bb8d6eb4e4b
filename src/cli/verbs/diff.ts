import type { DiffLine } from '../diff.js';
import { jsonOption } from '../options.js';
import type { Verb } from '../verb.js';

export const diff: Verb<DiffLine, { readonly json?: boolean }> = {
  name: 'diff',
  summary: 'print what changed from one archive to another',
  description:
    'Print the records that were created, updated and deleted from one archive to another, or to the account as it is today: on a terminal a line for each, on a pipe NDJSON, one {op, uri, cid, prev} a line. Ends with 3 where something differs.',
  arguments: [
    {
      syntax: '<old>',
      description: 'a file that ends in .car, car: and its path, or archive: and an account',
    },
    {
      syntax: '[new]',
      description:
        'the same of the later one, or an account as it is today; left out behind archive:, it is the newest copy, and old the one before',
    },
  ],
  options: () => [jsonOption()],
  locations: true,
  excess: 'give two archives only',
  lineOf: ({ words: [before = '', after], options: { json = false }, locations }) => ({
    kind: 'diff',
    before,
    after,
    json,
    ...locations,
  }),
  run: async (line, open) => await (await import('../diff.js')).diff(line, open),
};
