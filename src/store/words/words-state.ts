import type { CommandWords } from '../../text/sentence.js';

export interface WordsState {
  /** What sentences call each command: the key that is bound to it now. */
  readonly words: CommandWords;
}
