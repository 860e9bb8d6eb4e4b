import { errorSentence } from '../../text/error-sentence.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { lastSentence, wrapWithin } from '../../text/wrap-within.js';

/** What failed in a pane, and how to try it again. Sanitised. */
export const failureText = (error: unknown, words: CommandWords): string =>
  spell(say`${errorSentence(error, words)} · ${again(words)}`, words);

/**
 * The same as rows of `cells`, at most `most` of them. Where there are too few, what the last sentence says and how to try again
 * stay: they say what one can do.
 */
export function failureRows(
  error: unknown,
  words: CommandWords,
  cells: number,
  most: number,
): readonly string[] {
  const sentence = errorSentence(error, words);
  const last = lastSentence(sentence);
  const advice = `· ${again(words)}`;
  const rows = wrapWithin(
    sentence.slice(0, last).trimEnd(),
    `${sentence.slice(last)} ${advice}`,
    cells,
    most,
  );
  // An only sentence, or a last one that has no room by itself, gives way to how to try again.
  return last > 0 && rows.join('').endsWith(advice) ? rows : wrapWithin(sentence, advice, cells, most);
}

/** Something odd, as rows of `cells`, at most `most` of them: its last sentence is what stays. Takes sanitised text. */
export function noteRows(text: string, cells: number, most: number): readonly string[] {
  const last = lastSentence(text);
  return wrapWithin(text.slice(0, last).trimEnd(), text.slice(last), cells, most);
}

const again = (words: CommandWords): string => spell(say`{key:pane.reload} tries again`, words);
