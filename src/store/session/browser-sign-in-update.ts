import type { BrowserLevel, BrowserSignIn } from '../../atproto/session/session.js';
import type { BrowserSignInOverlay, Overlay, WriteLevelOverlay } from '../overlays/overlays-state.js';
import { emptyPrompt } from '../overlays/prompt.js';
import { type BrowserOpening, LEFT_STEP_SECONDS } from './session-state.js';

/**
 * Signing in in the browser: asking → waiting, and from there by itself to the end, or over what was pasted: waiting → finishing. What
 * fails leads to `ended`, from where one begins anew; what was pasted and is not of this sign-in leads nowhere.
 */

/** Seconds that a server and the program wait for the person: the time of an authorization code (RFC 9126, RFC 6749 4.1.2). */
const WAIT_SECONDS = 300;

export interface BrowserSignInStart {
  readonly identifier: string;
  readonly level: BrowserLevel;
  readonly host: string | undefined;
  readonly back: Overlay | undefined;
  readonly after: Overlay | undefined;
}

/** While the server is asked for the address. */
export const pageAsked = (start: BrowserSignInStart): BrowserSignInOverlay => ({
  kind: 'sign-in-browser',
  stage: 'asking',
  identifier: start.identifier,
  level: start.level,
  host: start.host,
  url: undefined,
  browser: 'opening',
  secondsLeft: WAIT_SECONDS,
  prompt: emptyPrompt,
  error: undefined,
  back: start.back,
  after: start.after,
});

/** The address is there. */
export const pageFound = (
  overlay: BrowserSignInOverlay,
  { url, host }: Pick<BrowserSignIn, 'url' | 'host'>,
  browser: BrowserOpening,
): BrowserSignInOverlay => ({ ...overlay, stage: 'waiting', url, host, browser });

/** A browser was started, or could not be. */
export const browserStarted = (
  overlay: BrowserSignInOverlay,
  browser: 'opened' | 'failed',
): BrowserSignInOverlay => ({ ...overlay, browser });

/** After so many milliseconds of waiting; the same overlay while the step of the time that is left is. */
export function waited(overlay: BrowserSignInOverlay, ms: number): BrowserSignInOverlay {
  const left = Math.max(0, WAIT_SECONDS - ms / 1000);
  const secondsLeft = Math.ceil(left / LEFT_STEP_SECONDS) * LEFT_STEP_SECONDS;
  const isOn = overlay.stage === 'waiting' && secondsLeft !== overlay.secondsLeft;
  return isOn ? { ...overlay, secondsLeft } : overlay;
}

/** What was pasted is of this sign-in, and is being used. It is not in the state from here on. */
export const pasteTaken = (overlay: BrowserSignInOverlay): BrowserSignInOverlay => ({
  ...overlay,
  stage: 'finishing',
  prompt: emptyPrompt,
  error: undefined,
});

/** What was pasted is not of this sign-in, which goes on. */
export const pasteRefused = (overlay: BrowserSignInOverlay, error: unknown): BrowserSignInOverlay => ({
  ...overlay,
  prompt: emptyPrompt,
  error,
});

/** Nobody is signed in by it any more. Its address is dead, and goes. */
export const pageEnded = (overlay: BrowserSignInOverlay, error: unknown): BrowserSignInOverlay => ({
  ...overlay,
  stage: 'ended',
  url: undefined,
  prompt: emptyPrompt,
  error,
});

/** What signs in for writing because of a refusal: whatever it was refused in is there again, before and after. */
export const startForWriting = (
  offer: WriteLevelOverlay,
  { identifier, host }: Pick<BrowserSignInStart, 'identifier' | 'host'>,
): BrowserSignInStart => ({ identifier, host, level: 'write', back: offer, after: offer.below });
