import { InvalidArgumentError, Option } from 'commander';
import type { GrepLine } from '../grep.js';
import { jsonOption } from '../options.js';
import type { Verb } from '../verb.js';

export const grep: Verb<GrepLine, { json?: boolean; order?: GrepLine['order']; limit?: number }> = {
  name: 'grep',
  summary: 'print the records of an archive that hold words',
  description:
    'Print the records of an archive whose texts hold all the words, without regard to case, the newest first: on a terminal a line for each with the words lit, on a pipe NDJSON, one {uri, cid, value} a line. "exact words" stand as they are, ~ecole is found with any accents, text:word in members of that name, collection:post in those collections, since:2024-02 and until:2024-02-21 by the time of the record.',
  arguments: [
    {
      syntax: '<words...>',
      description:
        'the words, then the archive: a file that ends in .car, car: and its path, archive: and an account, or an account as it is today',
    },
  ],
  options: () => [
    new Option('--order <order>', 'newest first, or by collection and key')
      .choices(['newest', 'collection'])
      .default('newest'),
    new Option('--limit <records>', 'so many records at most').argParser(limitOf),
    jsonOption(),
  ],
  locations: true,
  lineOf({ words, options, locations }) {
    const address = words.at(-1);
    if (address === undefined || words.length < 2) {
      throw new InvalidArgumentError('give the words, and then the archive');
    }
    return {
      kind: 'grep',
      query: words.slice(0, -1).map(typed).join(' '),
      address,
      order: options.order ?? 'newest',
      limit: options.limit,
      json: options.json ?? false,
      ...locations,
    };
  },
  run: async (line, open) => await (await import('../grep.js')).grep(line, open),
};

/** A word that the shell took the quotes of: several words in one argument are to be found as they stand. */
const typed = (word: string): string =>
  /\s/.test(word) && !word.includes('"') ? word.replace(/^([A-Za-z$][\w$.-]*:)?(.*)$/s, '$1"$2"') : word;

function limitOf(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(limit) || limit === 0) {
    throw new InvalidArgumentError(`${JSON.stringify(text)} is no number of records, such as 500`);
  }
  return limit;
}
