import { fold } from '../../text/match.js';
import { beginWords, type Match, wordsOf } from '../../text/name-match.js';
import type { Command } from './command.js';

/** How what is typed names a command: by its name or another one, by the words of its name, or by words of what it does. */
export function commandMatch({ name = '', otherNames = [], title }: Command, typed: string): Match {
  const text = fold(typed);
  if (name === text || otherNames.includes(text)) return 'exact';
  if (name.startsWith(text)) return 'prefix';
  const words = wordsOf(text);
  if ([name, ...otherNames].some((one) => beginWords(words, wordsOf(one)))) return 'word';
  return beginWords(words, wordsOf(title)) ? 'weak' : undefined;
}
