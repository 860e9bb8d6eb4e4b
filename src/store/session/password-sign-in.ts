import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import { accountName, accountTrouble } from './account-name.js';
import type { SignInOverlay } from './session-state.js';
import { answerCalledBack, answerRefused, answerSent, holdsPassword } from './sign-in-update.js';

/** Sends a password, and the code that goes with it. */
export interface PasswordSignIn {
  /** Sends what was typed for the question that is open. */
  send(overlay: SignInOverlay): void;
  /** Ends the call under way, and leads back to its question. */
  callBack(overlay: SignInOverlay): void;
  /** Ends the call under way, if any, and forgets the password. */
  forget(): void;
}

/** `service` is the origin of the PDS to sign in at, if not the account's own. */
export function createPasswordSignIn(context: StoreContext, service: string | undefined): PasswordSignIn {
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

  async function sendAs(identifier: string, secret: string, code?: string): Promise<void> {
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
    forget,
    send({ step, identifier, prompt }) {
      if (prompt.text.trim() === '') return;
      if (step === 'password') void sendAs(identifier, prompt.text);
      else if (password !== undefined) void sendAs(identifier, password, prompt.text.trim());
    },
    callBack(overlay) {
      stop();
      if (!holdsPassword(overlay)) password = undefined;
      change(answerCalledBack);
    },
  };
}
