import type { Prompt } from '../overlays/prompt.js';

export interface StartState {
  /**
   * The prompt of the start screen, and which line below it is selected: -1 the prompt itself, then the places visited, and last
   * the way to the accounts.
   */
  readonly start: { readonly prompt: Prompt; readonly selected: number };
}
