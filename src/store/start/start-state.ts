import type { ListCursor } from '../cursor/list-cursor.js';
import type { Prompt } from '../overlays/prompt.js';

export interface StartState {
  /** The start screen. */
  readonly start: {
    readonly prompt: Prompt;
    /** On the prompt, on a line below it, or on the way to the accounts. */
    readonly cursor: ListCursor;
    /** When one came to it, in milliseconds since 1970: how long ago a visit was is told by it. */
    readonly now: number;
    /** What a first run offers to go to: texts that `parseAddress` takes. */
    readonly examples: readonly string[];
  };
}
