import type { SessionAccount } from '../../atproto/session/session.js';
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

export interface SessionState {
  /** Who the client speaks as; undefined: nobody, with the public view. */
  readonly session: SessionAccount | undefined;
  /** Everybody who is signed in on this machine, by the time of sign-in. */
  readonly signedIn: readonly SessionAccount[];
}
