import type { HistoryLine } from '../history.js';
import { jsonOption } from '../options.js';
import type { Verb } from '../verb.js';

export const history: Verb<HistoryLine, { readonly json?: boolean }> = {
  name: 'history',
  summary: 'print who came and went while an account was watched',
  description:
    'Print who came and went while an account was watched, newest first, as of the last time that a watch was kept: on a terminal a table with a heading for each day, on a pipe NDJSON, one JSON object a line.',
  arguments: [{ syntax: '<address>', description: 'the account' }],
  options: () => [jsonOption()],
  locations: true,
  lineOf: ({ words: [address = ''], options: { json = false }, locations }) => ({
    kind: 'history',
    address,
    json,
    ...locations,
  }),
  run: async (line, open) => await (await import('../history.js')).history(line, open),
};
