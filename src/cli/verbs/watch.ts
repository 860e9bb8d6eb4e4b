import { streamOption } from '../options.js';
import type { Verb } from '../verb.js';
import type { WatchLine } from '../watch.js';

export const watch: Verb<WatchLine, { readonly stream?: readonly string[] }> = {
  name: 'watch',
  summary: 'print followers as they come and go',
  description:
    'Watch the followers of accounts, and print who comes and goes, one JSON object a line, until Ctrl-c or until nobody reads any more. What happened since the last watch comes first; it is the watch of the screen, and is kept.',
  arguments: [{ syntax: '<accounts...>', description: 'whose followers' }],
  options: () => [streamOption()],
  locations: true,
  lineOf: ({ words, options: { stream: streams }, locations }) => ({
    kind: 'watch',
    accounts: words,
    streams,
    ...locations,
  }),
  run: async (line, open) => await (await import('../watch.js')).watch(line, open),
};
