import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import { readIdentifier } from '../../atproto/session/identifier.js';
import { ENTRYWAY } from '../../atproto/session/sign-in.js';
import { emptyPrompt, promptOf } from '../overlays/prompt.js';
import type { SignInOverlay, SignInWayOverlay } from './session-state.js';
import { wayQuestion } from './sign-in-ways.js';

/**
 * Signing in as a walk from question to question: who → how, and with an app password on → password → code, where the service wants
 * one. While an answer is with the service nothing is typed; what it says leads on, back to a question, or to the end.
 */

/** The first question, with what is known of its answer. */
export const whoQuestion = (identifier = '', error?: string): SignInOverlay => ({
  kind: 'sign-in',
  step: 'who',
  prompt: promptOf(identifier),
  identifier: '',
  host: undefined,
  busy: false,
  error,
});

/**
 * After the answer to the first question: the choice of a way, or the question again with what is wrong. Empty is an answer: whoever
 * signs in in the browser. `service` is the origin of the PDS to sign in at, where that is not left to the identity.
 */
export function whoAnswered(
  overlay: SignInOverlay,
  text: string,
  service: string | undefined,
): SignInOverlay | SignInWayOverlay {
  const given = service && new URL(service).host;
  if (text.trim() === '') return wayQuestion('', given ?? ENTRYWAY_HOST);
  const reading = readIdentifier(text);
  if (!reading.ok) return { ...overlay, error: `${reading.reason}.` };
  return wayQuestion(reading.identifier, given ?? (reading.email ? ENTRYWAY_HOST : undefined));
}

/** Who is asked for an account that only a server can tell of. */
const ENTRYWAY_HOST = new URL(ENTRYWAY).host;

const NOBODYS_PASSWORD = 'An app password belongs to one account: type its handle, DID or e-mail address.';

/** After an app password was chosen: the question for it, or once more whose it is. */
export const passwordQuestion = ({ identifier, host }: SignInWayOverlay): SignInOverlay =>
  identifier === ''
    ? whoQuestion('', NOBODYS_PASSWORD)
    : { ...whoQuestion(), step: 'password', prompt: emptyPrompt, identifier, host };

/** Whether it is still to be found out where the account is. */
export const wantsHost = ({ host }: SignInWayOverlay): boolean => host === undefined;

/** With the host of the account; it may come when another one is asked about already, or the next question is open. */
export const hostFound = <T extends SignInOverlay | SignInWayOverlay>(
  overlay: T,
  identifier: string,
  host: string,
): T => (overlay.identifier === identifier ? { ...overlay, host } : overlay);

/** While password and code are with the service. The password is not in the state from here on. */
export const answerSent = (overlay: SignInOverlay): SignInOverlay => ({
  ...overlay,
  busy: true,
  error: undefined,
  prompt: overlay.step === 'password' ? emptyPrompt : overlay.prompt,
});

/** After the user called an answer back that was with the service. */
export const answerCalledBack = (overlay: SignInOverlay): SignInOverlay => ({
  ...overlay,
  busy: false,
  error: undefined,
});

/** After the service said no. A password that nobody said was wrong is there again: Enter sends it once more. */
export function answerRefused(overlay: SignInOverlay, error: unknown, password: string): SignInOverlay {
  const name = error instanceof XrpcError ? error.error : undefined;
  if (overlay.step === 'password' && name === 'AuthFactorTokenRequired') {
    return { ...overlay, step: 'code', prompt: emptyPrompt, busy: false };
  }
  if (overlay.step === 'code' && name !== 'AuthenticationRequired') return { ...overlay, busy: false, error };
  const isUnanswered = error instanceof XrpcError && ['connection', 'timeout'].includes(error.failure);
  const prompt = isUnanswered ? promptOf(password) : emptyPrompt;
  return { ...overlay, step: 'password', prompt, busy: false, error };
}

/** The question before; undefined before the first one. */
export function questionBefore(
  overlay: SignInOverlay | SignInWayOverlay,
): SignInOverlay | SignInWayOverlay | undefined {
  if (overlay.kind === 'sign-in-way') return whoQuestion(overlay.identifier);
  switch (overlay.step) {
    case 'who':
      return undefined;
    case 'password':
      return wayQuestion(overlay.identifier, overlay.host, 'password');
    case 'code':
      return { ...overlay, step: 'password', prompt: emptyPrompt, error: undefined };
  }
}

/** Whether the password is wanted again after this: the code is sent with it, and so it is held until then. */
export const holdsPassword = ({ step }: SignInOverlay): boolean => step === 'code';
