import { errorSentence } from '../../text/error-sentence.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';

/** What failed in a pane, and how to try it again. Sanitised. */
export const failureText = (error: unknown, words: CommandWords): string =>
  spell(say`${errorSentence(error, words)} · {key:pane.reload} tries again`, words);
