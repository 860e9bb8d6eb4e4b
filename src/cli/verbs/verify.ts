import { Option } from 'commander';
import type { Verb } from '../verb.js';
import type { VerifyLine } from '../verify.js';

interface VerifyFlags {
  readonly json?: boolean;
  readonly lexicons?: boolean;
  readonly resolve?: boolean;
}

export const verify: Verb<VerifyLine, VerifyFlags> = {
  name: 'verify',
  summary: 'check an archive, an account, or the proof of a record',
  description:
    'Check all of a repository in a CAR file: its blocks, its tree, its commit, the signature under the key of the account, its records. Of an account the copy in the archive is checked where it is of the newest rev, else one that is pulled for this alone. Or check the proof of one record, which its server sends. Prints what was checked and each problem; on a pipe one JSON object. Ends with 3 where it does not hold, with 1 where it could not be checked.',
  arguments: [
    {
      syntax: '<address>',
      description:
        'a file that ends in .car, car: and its path, archive: and an account, an account, or a record',
    },
  ],
  options: () => [
    new Option('--json', 'JSON on a terminal, too'),
    new Option(
      '--lexicons',
      'say which records are not valid under their lexicons, as far as those are known',
    ),
    new Option(
      '--resolve',
      'ask for the lexicons that are not known, at hosts that their authors chose',
    ).implies({
      lexicons: true,
    }),
  ],
  locations: true,
  lineOf: ({
    words: [address = ''],
    options: { json = false, lexicons = false, resolve = false },
    locations,
  }) => ({
    kind: 'verify',
    address,
    json,
    lexicons,
    resolve,
    ...locations,
  }),
  run: async (line, open) => await (await import('../verify.js')).verify(line, open),
};
