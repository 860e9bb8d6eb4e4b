import { Option } from 'commander';
import type { RmLine } from '../rm.js';
import type { Verb } from '../verb.js';

export const rm: Verb<RmLine, { readonly yes?: boolean }> = {
  name: 'rm',
  summary: 'delete a copy of a repository that is kept',
  description:
    'Delete a copy of a repository that pull keeps: archive:alice.test the newest, archive:alice.test~1 the one before it. Says what it is, and asks first on a terminal; elsewhere --yes has to say so. What atscope ls archives: prints names them all.',
  arguments: [
    { syntax: '<archive>', description: 'archive: and an account, with ~1 behind it the copy before' },
  ],
  options: () => [new Option('--yes', 'delete without asking')],
  locations: true,
  lineOf: ({ words: [address = ''], options: { yes = false }, locations }) => ({
    kind: 'rm',
    address,
    yes,
    ...locations,
  }),
  run: async (line, open) => await (await import('../rm.js')).remove(line, open),
};
