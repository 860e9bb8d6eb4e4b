import type { SessionAccount } from '../../atproto/session/session.js';
import type { ListCursor } from '../cursor/list-cursor.js';
import type { Prompt } from '../overlays/prompt.js';

/** Signing in, question by question. */
export interface SignInOverlay {
  readonly kind: 'sign-in';
  readonly step: 'who' | 'password' | 'code';
  /** The answer as typed. A password is here only until it is sent. */
  readonly prompt: Prompt;
  /** The answer to the first question. */
  readonly identifier: string;
  /** Host that gets the password, as far as it is known. */
  readonly host: string | undefined;
  readonly busy: boolean;
  /** What became of the last try: an error, or a sentence of its own. */
  readonly error: unknown;
}

/** The choice of how to sign in, before a browser is opened or a password asked for. */
export interface SignInWayOverlay {
  readonly kind: 'sign-in-way';
  /** Who signs in; empty: whoever does so in the browser. */
  readonly identifier: string;
  /** Host of the account, as far as it is known. */
  readonly host: string | undefined;
  readonly cursor: ListCursor;
}

/** What became of the opening of a browser. `away` and `none`: none was to be opened, over ssh, and where there is no desktop. */
export type BrowserOpening = 'opening' | 'opened' | 'failed' | 'away' | 'none';

/** The time that is left is told in steps, so that the screen is not drawn each second. */
export const LEFT_STEP_SECONDS = 10;

export interface SessionState {
  /** Who the client speaks as; undefined: nobody, with the public view. */
  readonly session: SessionAccount | undefined;
  /** Everybody who is signed in on this machine, by the time of sign-in. */
  readonly signedIn: readonly SessionAccount[];
}
