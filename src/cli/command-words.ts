import type { CommandWords } from '../text/sentence.js';

/** What does on the command line what a command does on the screen. */
const WORDS: Readonly<Record<string, string>> = {
  'account.sign-in': 'atscope login',
  'account.sign-in-write': 'atscope login --write',
  'account.list': '--as',
  'archive.pull': 'atscope pull',
  'live.watch': 'atscope watch',
  'place.xrpc': 'the screen',
};

/** What the command of an id is called in a sentence of a verb. */
export const wordFor: CommandWords = (id) => WORDS[id] ?? `:${id} on the screen`;
