import type { ListCursor } from '../cursor/list-cursor.js';
import type { Prompt } from '../overlays/prompt.js';

export interface StartState {
  /** The prompt of the start screen, and the cursor: on the prompt, on a place visited below it, or on the way to the accounts. */
  readonly start: { readonly prompt: Prompt; readonly cursor: ListCursor };
}
