import type { Sentence } from '../../text/sentence.js';

/** What is marked, and what is said of it. */
export interface Marking {
  readonly keys: Set<string>;
  readonly text: Sentence;
}
