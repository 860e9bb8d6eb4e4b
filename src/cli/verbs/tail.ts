import { streamOption } from '../options.js';
import type { TailLine } from '../tail.js';
import type { Verb } from '../verb.js';

export const tail: Verb<TailLine, { readonly stream?: readonly string[] }> = {
  name: 'tail',
  summary: 'print live events',
  description:
    'Print live events of accounts, collections or records as they come, one JSON object a line, until Ctrl-c or until nobody reads any more.',
  arguments: [{ syntax: '<addresses...>', description: 'accounts, collections or records' }],
  options: () => [streamOption()],
  locations: true,
  lineOf: ({ words, options: { stream: streams }, locations }) => ({
    kind: 'tail',
    addresses: words,
    streams,
    ...locations,
  }),
  run: async (line, open) => await (await import('../tail.js')).tail(line, open),
};
