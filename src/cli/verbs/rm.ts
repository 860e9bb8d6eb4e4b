import { Option } from 'commander';
import type { RmLine } from '../rm-line.js';
import type { Verb } from '../verb.js';

interface RmOptions {
  readonly yes?: boolean;
  readonly swap?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export const rm: Verb<RmLine, RmOptions> = {
  name: 'rm',
  summary: 'delete records of your own, or a copy of a repository that is kept',
  description:
    'Takes records out of your own repository, each only while it is what was just read; on a terminal it is shown, and you are asked. With - standard input names them, an address or a line of atscope ls each. On the screen undo puts them back. archive:alice.test is the newest copy of a repository that pull keeps, archive:alice.test~1 the one before it: such a copy is deleted after a question; where nobody can be asked --yes has to say so. What atscope ls archives: prints names them all.',
  arguments: [
    {
      syntax: '<address...>',
      description: 'records, or one copy: archive: and an account; -: standard input',
    },
  ],
  options: () => [
    new Option('--yes', 'delete without asking, and more than one record'),
    new Option('--swap <cid>', 'delete the record that has this CID, and no other'),
    new Option('--dry-run', 'say what would be deleted, and delete nothing'),
    new Option('--json', 'NDJSON on a terminal, too'),
  ],
  locations: true,
  lineOf: ({ words, options: { yes = false, swap, dryRun = false, json = false }, locations }) => ({
    kind: 'rm',
    addresses: words,
    yes,
    swap,
    dryRun,
    json,
    ...locations,
  }),
  run: async (line, open) => await (await import('../rm.js')).remove(line, open),
};
