import type { SessionAccount } from '../../../src/atproto/session/session.js';
import type { BrowserSignInOverlay } from '../../../src/store/overlays/overlays-state.js';
import { promptOf } from '../../../src/store/overlays/prompt.js';
import type { State } from '../../../src/store/state.js';
import { SentenceError } from '../../../src/text/sentence.js';
import { did, stateOf } from './screen-fixtures.js';

/** An address as a loopback client gets it, as long as they are. */
export const SIGN_IN_URL =
  'https://bsky.social/oauth/authorize?client_id=http%3A%2F%2Flocalhost%3Fredirect_uri%3Dhttp%253A%252F%252F127.0.0.1%252Fcallback%26scope%3Datproto%2Btransition%253Ageneric&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Areq-1f0a6d4e7b8c92a35d61f0b4c8e7a921';

/** One that names all that is read: there is no room for it on a small screen. */
const LONG_URL = `${SIGN_IN_URL}&scope=${'lxm%253Dapp.bsky.feed.getTimeline%2526'.repeat(45)}end`;

export const browserSignIn = (change: Partial<BrowserSignInOverlay> = {}): BrowserSignInOverlay => ({
  kind: 'sign-in-browser',
  stage: 'waiting',
  identifier: 'alice.test',
  level: 'read',
  host: 'bsky.social',
  url: SIGN_IN_URL,
  browser: 'opened',
  secondsLeft: 270,
  prompt: promptOf(''),
  error: undefined,
  back: undefined,
  after: undefined,
  ...change,
});

export const signedIn = (access: SessionAccount['access']): SessionAccount => ({
  did,
  handle: 'alice.test',
  pds: 'https://morel.us-east.host.bsky.network',
  since: Date.UTC(2024, 1, 20, 9, 30),
  state: 'active',
  access,
});

const browserState = (change: Partial<BrowserSignInOverlay>): State =>
  stateOf({ state: { overlay: browserSignIn(change) } });

/** What a sign-in in the browser looks like on its way. */
export const browserStates: Readonly<Record<string, State>> = {
  'sign-in-browser-long': browserState({ url: LONG_URL }),
  'sign-in-browser-asking': browserState({ stage: 'asking', url: undefined, browser: 'opening' }),
  'sign-in-browser-ssh': browserState({ browser: 'away', level: 'write' }),
  'sign-in-browser-pasted': browserState({
    browser: 'none',
    prompt: promptOf('http://127.0.0.1:41234/callback?state=secret-state&code=secret-code'),
  }),
  'sign-in-browser-wrong-paste': browserState({
    browser: 'failed',
    error: new SentenceError(
      'This is the address of another sign-in. Paste the one that the browser ended at this time.',
    ),
  }),
  'sign-in-browser-ended': browserState({
    stage: 'ended',
    url: undefined,
    error: new SentenceError('bsky.social was told in the browser not to let atscope in.'),
  }),
};
