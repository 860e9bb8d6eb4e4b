import type { StoreContext } from '../context.js';
import { accountRepo } from './account-name.js';
import { createBrowserSignIn } from './browser-sign-in.js';
import { type BrowserSignInStart, startForWriting } from './browser-sign-in-update.js';
import { createPasswordSignIn } from './password-sign-in.js';
import type { SignInOverlay, SignInWayOverlay } from './session-state.js';
import {
  hostFound,
  passwordQuestion,
  questionBefore,
  wantsHost,
  whoAnswered,
  whoQuestion,
} from './sign-in-update.js';
import { chosenWay } from './sign-in-ways.js';

export interface SignInActions {
  /** Asks who signs in; with an identifier, how at once. */
  openSignIn(identifier?: string): void;
  /** Signs the account in use in anew, in the browser, so that it may write. */
  signInToWrite(): void;
  /** Takes the answer to whatever of a sign-in is open, and goes on. */
  submitSignIn(): void;
  /** Ends the call under way, or the wait for the browser; else back to the question before, and out of the first one. */
  backSignIn(): void;
}

/** Asks the questions of a sign-in. `service` is the origin of the PDS to sign in at, if not the account's own. */
export function createSignIn(
  context: StoreContext,
  service: string | undefined,
): SignInActions & { close(): void } {
  const { client, get, set } = context;
  const password = createPasswordSignIn(context, service);
  const browser = createBrowserSignIn(context, service);

  /** Says where the account is, as soon as that is known. */
  async function findHost(identifier: string): Promise<void> {
    try {
      const { pds } = await client.resolve(identifier, { fresh: true });
      const { overlay } = get();
      if (pds === undefined || (overlay?.kind !== 'sign-in' && overlay?.kind !== 'sign-in-way')) return;
      set({ overlay: hostFound(overlay, identifier, new URL(pds).host) });
    } catch {
      // Signing in meets the same error, and tells it when there is an answer to be waited for.
    }
  }

  function answerWho(overlay: SignInOverlay): void {
    const next = whoAnswered(overlay, overlay.prompt.text, service);
    set({ overlay: next });
    if (next.kind === 'sign-in-way' && wantsHost(next)) void findHost(next.identifier);
  }

  function answerHow(overlay: SignInWayOverlay): void {
    const way = chosenWay(overlay);
    const { identifier, host } = overlay;
    if (way === 'password') set({ overlay: passwordQuestion(overlay) });
    else browser.begin({ identifier, host, level: way, back: overlay, after: undefined });
  }

  /** The account in use; undefined where nobody is. */
  function inUse(): Pick<BrowserSignInStart, 'identifier' | 'host'> | undefined {
    const { session } = get();
    return session && { identifier: accountRepo(session), host: new URL(session.pds).host };
  }

  function forget(): void {
    password.forget();
    browser.stop();
  }

  return {
    close: forget,

    openSignIn(identifier) {
      forget();
      const question = whoQuestion(identifier);
      set({ overlay: question });
      if (identifier) answerWho(question);
    },

    signInToWrite() {
      const { overlay } = get();
      const who = inUse();
      if (!who) return;
      forget();
      browser.begin({ ...who, level: 'write', back: overlay, after: overlay });
    },

    submitSignIn() {
      const { overlay } = get();
      switch (overlay?.kind) {
        case 'sign-in':
          if (overlay.busy) return;
          if (overlay.step === 'who') answerWho(overlay);
          else password.send(overlay);
          return;
        case 'sign-in-way':
          answerHow(overlay);
          return;
        case 'sign-in-browser':
          browser.goOn(overlay);
          return;
        case 'write-level': {
          const who = inUse();
          if (who) browser.begin(startForWriting(overlay, who));
        }
      }
    },

    backSignIn() {
      const { overlay } = get();
      switch (overlay?.kind) {
        case 'sign-in':
          if (overlay.busy) password.callBack(overlay);
          else {
            password.forget();
            set({ overlay: questionBefore(overlay) });
          }
          return;
        case 'sign-in-way':
          set({ overlay: questionBefore(overlay) });
          return;
        case 'sign-in-browser':
          browser.stop();
          set({ overlay: overlay.back });
      }
    },
  };
}
