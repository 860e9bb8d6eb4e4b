import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import { accountName, accountTrouble } from './account-name.js';
import type { SignInOverlay } from './session-state.js';
import {
  answerCalledBack,
  answerRefused,
  answerSent,
  holdsPassword,
  hostFound,
  questionBefore,
  wantsHost,
  whoAnswered,
  whoQuestion,
} from './sign-in-update.js';

export interface SignInActions {
  /** Asks who signs in; with an identifier, for their password at once. */
  openSignIn(identifier?: string): void;
  /** Takes the answer to the question that is open, and goes on to the next one. */
  submitSignIn(): void;
  /** Ends the call under way; else back to the question before, and out of the first one. */
  backSignIn(): void;
}

/** Asks the questions of a sign-in and sends the answers. `service` is the origin of the PDS to sign in at, if not the account's own. */
export function createSignIn(
  context: StoreContext,
  service: string | undefined,
): SignInActions & { close(): void } {
  const { client, get, set } = context;
  /** Out of the state from the moment that it is sent, so that nothing which shows the state can show it. */
  let password: string | undefined;
  let underWay: AbortController | undefined;

  function open(): SignInOverlay | undefined {
    const { overlay } = get();
    return overlay?.kind === 'sign-in' ? overlay : undefined;
  }

  function change(update: (overlay: SignInOverlay) => SignInOverlay | undefined): void {
    const overlay = open();
    if (overlay) set({ overlay: update(overlay) });
  }

  function stop(): void {
    underWay?.abort();
    underWay = undefined;
  }

  function forget(): void {
    stop();
    password = undefined;
  }

  /** Says where the password is going to be sent, as soon as that is known. */
  async function findHost(identifier: string): Promise<void> {
    try {
      const { pds } = await client.resolve(identifier, { fresh: true });
      if (pds !== undefined) change((overlay) => hostFound(overlay, identifier, new URL(pds).host));
    } catch {
      // Signing in meets the same error, and tells it when there is an answer to be waited for.
    }
  }

  function answerWho(text: string): void {
    change((overlay) => whoAnswered(overlay, text, service));
    const overlay = open();
    if (overlay && wantsHost(overlay)) void findHost(overlay.identifier);
  }

  async function send(identifier: string, secret: string, code?: string): Promise<void> {
    const run = new AbortController();
    underWay = run;
    password = secret;
    change(answerSent);
    try {
      const answers = { identifier, password: secret, code, service };
      const account = await client.sessions.signIn(answers, { signal: run.signal });
      forget();
      change(() => undefined);
      notify(context, `Signed in as ${accountName(account)}.${accountTrouble(account)}`);
    } catch (error) {
      if (run.signal.aborted || isAbortError(error)) return;
      change((overlay) => answerRefused(overlay, error, secret));
      const overlay = open();
      if (!overlay || !holdsPassword(overlay)) password = undefined;
    } finally {
      if (underWay === run) underWay = undefined;
    }
  }

  return {
    close: forget,

    openSignIn(identifier) {
      forget();
      set({ overlay: whoQuestion(identifier) });
      if (identifier) answerWho(identifier);
    },

    submitSignIn() {
      const overlay = open();
      if (!overlay || overlay.busy || overlay.prompt.text.trim() === '') return;
      const { step, identifier, prompt } = overlay;
      if (step === 'who') answerWho(prompt.text);
      else if (step === 'password') void send(identifier, prompt.text);
      else if (password !== undefined) void send(identifier, password, prompt.text.trim());
    },

    backSignIn() {
      const overlay = open();
      if (!overlay) return;
      if (!overlay.busy) {
        forget();
        change(questionBefore);
        return;
      }
      stop();
      if (!holdsPassword(overlay)) password = undefined;
      change(answerCalledBack);
    },
  };
}
