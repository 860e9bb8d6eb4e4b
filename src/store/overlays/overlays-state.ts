import type { SignInOverlay } from '../session/session-state.js';
import type { Prompt } from './prompt.js';

export interface CopyOption {
  readonly label: string;
  readonly text: string;
}

/** What lies over the panes and takes the keys. */
export type Overlay =
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'goto'; readonly prompt: Prompt; readonly selected: number }
  /** `live`: it filters the live pane, and not the list. */
  | { readonly kind: 'filter'; readonly prompt: Prompt; readonly live?: boolean | undefined }
  | { readonly kind: 'copy'; readonly options: readonly CopyOption[]; readonly selected: number }
  | {
      readonly kind: 'calls';
      /** Id of the selected entry of the journal; undefined stays with the newest. */
      readonly selected: number | undefined;
      /** Id of the entry whose answer is open. */
      readonly open: number | undefined;
      /** First line shown of the open answer. */
      readonly top: number;
    }
  | SignInOverlay
  /** Who is signed in; behind them the public view, and one more sign-in. */
  | { readonly kind: 'accounts'; readonly selected: number };

export interface OverlaysState {
  readonly overlay: Overlay | undefined;
}
