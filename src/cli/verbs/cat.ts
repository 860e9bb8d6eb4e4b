import type { CatLine } from '../cat.js';
import type { Verb } from '../verb.js';

export const cat: Verb<CatLine> = {
  name: 'cat',
  summary: 'print a record, or who an account is',
  description: 'Print the JSON of a record as its server sent it, or of an account its identity.',
  arguments: [{ syntax: '<address>', description: 'the record, or the account' }],
  locations: true,
  lineOf: ({ words: [address = ''], locations }) => ({ kind: 'cat', address, ...locations }),
  run: async (line, open) => await (await import('../cat.js')).cat(line, open),
};
