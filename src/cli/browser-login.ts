import type { AtClient } from '../atproto/client.js';
import type { BrowserLevel, BrowserSignIn, SessionAccount } from '../atproto/session/session.js';
import { openUrl } from '../keep/open-url.js';
import { LEVEL_WORDS } from '../store/session/access-words.js';
import { type BrowserPlace, browserPlace } from '../text/browser-place.js';
import { errorSentence } from '../text/error-sentence.js';
import { sanitise } from '../text/sanitise.js';
import type { Questions } from './questions.js';
import { complain } from './without-screen.js';

export interface BrowserLogin {
  readonly account: string | undefined;
  readonly service: string | undefined;
  readonly level: BrowserLevel;
}

/**
 * Signs in in the browser: it is opened, or its address is there to be opened elsewhere and the one that it ends at to be pasted.
 * Rejects as `beginBrowserSignIn` and `Questions.ask` do.
 */
export async function browserLogin(
  { sessions }: Pick<AtClient, 'sessions'>,
  { account, service, level }: BrowserLogin,
  questions: Questions,
): Promise<SessionAccount> {
  const begun = await sessions.beginBrowserSignIn({ identifier: account, service, level });
  tell(`${sanitise(begun.host)} asks in the browser whether atscope may sign in ${LEVEL_WORDS[level]}.`);
  const why = NO_BROWSER[browserPlace(process.env, process.platform)];
  const failure = why ?? (await openUrl(begun.url).then(() => undefined, cannotOpen));
  if (failure === undefined) {
    tell('The browser opens this address; where it does not, open it yourself, in one browser only:');
  } else {
    tell(`No browser is opened (${sanitise(failure)}). Open this address, in one browser only:`);
  }
  tell('');
  tell(begun.url);
  tell('');
  return await signedIn(begun, questions);
}

/** Why none is opened that nobody would see. */
const NO_BROWSER: Readonly<Record<BrowserPlace, string | undefined>> = {
  here: undefined,
  away: 'this is another machine, over ssh',
  none: 'there is no display here',
};

/** Waits for the browser, and takes pasted addresses meanwhile. */
async function signedIn(begun: BrowserSignIn, questions: Questions): Promise<SessionAccount> {
  const over = new AbortController();
  const account = begun.account.finally(() => over.abort());
  const pasting = takePasted(begun, questions, over.signal);
  try {
    return await Promise.race([account, pasting.then(() => account)]);
  } catch (error) {
    begun.cancel();
    throw error;
  } finally {
    // The terminal is given back before anything else is said.
    over.abort();
    await pasting.catch(() => {});
  }
}

const PASTE =
  'A browser on another machine ends at an address that begins with http://127.0.0.1: paste it here (nothing is shown). ';

/** Resolves where there is nothing more to be pasted. Rejects where the person stops. */
async function takePasted(begun: BrowserSignIn, questions: Questions, signal: AbortSignal): Promise<void> {
  for (;;) {
    const text = await questions.ask(PASTE, { hidden: true, signal });
    if (text === undefined) return;
    if (text.trim() === '') continue;
    try {
      begun.paste(text);
      return;
    } catch (error) {
      complain(errorSentence(error));
    }
  }
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

const cannotOpen = (error: unknown): string => (error instanceof Error ? error.message : String(error));
