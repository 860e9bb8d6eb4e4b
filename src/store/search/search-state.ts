import type { ListCursor } from '../cursor/list-cursor.js';
import type { Prompt } from '../overlays/prompt.js';

/** What a document is looked through for. */
export interface Search {
  readonly text: string;
  /** Which of the lines that hold it one is at, from 0. */
  readonly at: number;
}

/** A search while its text is typed. */
export interface Searching {
  readonly prompt: Prompt;
  /** Where one was: the first match is looked for from there on, and giving up leads back there. */
  readonly from: ListCursor;
}

export interface SearchState {
  readonly searching: Searching | undefined;
}
