import { isAbortError } from '../../atproto/calls/abort-error.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';
import { readIdentifier } from '../../atproto/session/identifier.js';
import type { SessionAccount } from '../../atproto/session/session.js';
import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { notify } from '../notice/notify.js';
import { emptyPrompt, promptOf } from '../overlays/prompt.js';
import type { Navigation } from '../visits/navigation.js';
import type { SignInOverlay } from './session-state.js';

export interface SignInActions {
  /** Asks who signs in; with an identifier, for their password at once. */
  openSignIn(identifier?: string): void;
  /** Takes the answer to the question that is open, and goes on to the next one. */
  submitSignIn(): void;
  /** Ends the call under way; else back to the question before, and out of the first one. */
  backSignIn(): void;
  openAccounts(): void;
  /** Speaks as an account that is signed in, or as nobody. */
  switchAccount(did: string | undefined): void;
  /** Signs out an account, or the one in use. */
  signOut(did?: string): void;
  /** Goes to the repository of who is signed in. */
  goToMe(): void;
}

export interface SignInDeps {
  /** Origin of the PDS to sign in at; undefined: the one that the account's identity names. */
  readonly service: string | undefined;
  /** Loads again what another account sees otherwise. */
  viewChanged(): void;
}

type Named = Pick<SessionAccount, 'handle' | 'did'>;

/** What addresses an account: its handle, or its DID where the handle does not hold. */
export const accountRepo = ({ handle, did }: Named): string => (handle === 'handle.invalid' ? did : handle);

/** How people name an account: `@alice.test`, or its DID where its handle does not hold. */
export function accountName(account: Named): string {
  const repo = accountRepo(account);
  return repo === account.did ? repo : `@${repo}`;
}

/** What is known of an account that is not as it should be, as a sentence behind another; empty where it is active. */
export const accountTrouble = ({ state }: Pick<SessionAccount, 'state'>): string =>
  state === 'active' ? '' : ` The account is ${state}.`;

/** Signing in and out, and who is used. */
export function createSignIn(
  context: StoreContext,
  navigation: Navigation,
  { service, viewChanged }: SignInDeps,
): SignInActions & { close(): void } {
  const { client, get, set } = context;
  const { sessions } = client;
  /** Out of the state from the moment that it is sent, so that nothing which shows the state can show it. */
  let password: string | undefined;
  let underWay: AbortController | undefined;
  let readings = 0;

  const open = (): SignInOverlay | undefined => {
    const { overlay } = get();
    return overlay?.kind === 'sign-in' ? overlay : undefined;
  };

  const change = (next: Partial<SignInOverlay>): void => {
    const overlay = open();
    if (overlay) set({ overlay: { ...overlay, ...next } });
  };

  const stop = (): void => {
    underWay?.abort();
    underWay = undefined;
  };

  const forget = (): void => {
    stop();
    password = undefined;
  };

  const failed = (text: Sentence, error: unknown): void => set({ notice: { kind: 'error', text, error } });

  /** Reads who is signed in, from what other processes keep, too. */
  const readAccounts = async (): Promise<void> => {
    const reading = ++readings;
    try {
      const signedIn = await sessions.list();
      if (reading === readings) set({ signedIn });
    } catch (error) {
      failed('The accounts that are signed in cannot be read.', error);
    }
  };

  const refresh = (): void => {
    const before = get().session;
    const now = sessions.current;
    if (before !== now) set({ session: now });
    if (before?.did !== now?.did) viewChanged();
    void readAccounts();
  };

  /** Says where the password is going to be sent, as soon as that is known. */
  const findHost = async (identifier: string): Promise<void> => {
    try {
      const { pds } = await client.resolve(identifier, { fresh: true });
      if (pds !== undefined && open()?.identifier === identifier) change({ host: new URL(pds).host });
    } catch {
      // Signing in meets the same error, and tells it when there is an answer to be waited for.
    }
  };

  const askPassword = (text: string): void => {
    const reading = readIdentifier(text);
    if (!reading.ok) {
      change({ error: `${reading.reason}.` });
      return;
    }
    const { identifier, email } = reading;
    const host = service && new URL(service).host;
    change({ step: 'password', prompt: emptyPrompt, identifier, host, error: undefined });
    if (service === undefined && !email) void findHost(identifier);
  };

  const refused = (error: unknown): void => {
    const step = open()?.step;
    const name = error instanceof XrpcError ? error.error : undefined;
    if (name === 'AuthFactorTokenRequired' && step === 'password') {
      change({ step: 'code', prompt: emptyPrompt, busy: false });
      return;
    }
    if (step === 'code' && name !== 'AuthenticationRequired') {
      change({ busy: false, error });
      return;
    }
    // Nobody said that it is wrong: Enter tries it again.
    const unanswered = error instanceof XrpcError && ['connection', 'timeout'].includes(error.failure);
    const prompt = unanswered && password !== undefined ? promptOf(password) : emptyPrompt;
    password = undefined;
    change({ step: 'password', prompt, busy: false, error });
  };

  const attempt = async (code?: string): Promise<void> => {
    const overlay = open();
    if (!overlay || password === undefined) return;
    const run = new AbortController();
    underWay = run;
    const { identifier } = overlay;
    const prompt = overlay.step === 'password' ? emptyPrompt : overlay.prompt;
    change({ busy: true, error: undefined, prompt });
    try {
      const account = await sessions.signIn({ identifier, password, code, service }, { signal: run.signal });
      forget();
      if (open()) set({ overlay: undefined });
      notify(context, `Signed in as ${accountName(account)}.${accountTrouble(account)}`);
    } catch (error) {
      if (run.signal.aborted || isAbortError(error)) return;
      refused(error);
    } finally {
      if (underWay === run) underWay = undefined;
    }
  };

  const unsubscribe = sessions.subscribe((event) => {
    refresh();
    if (event.kind === 'ended') {
      const name = accountName(event.account);
      failed(say`The sign-in of ${name} has ended ({key:account.sign-in} signs in again).`, event.error);
    }
  });
  refresh();

  return {
    close() {
      unsubscribe();
      forget();
    },

    openSignIn(identifier = '') {
      forget();
      set({
        overlay: {
          kind: 'sign-in',
          step: 'who',
          prompt: promptOf(identifier),
          identifier: '',
          host: undefined,
          busy: false,
          error: undefined,
        },
      });
      if (identifier !== '') askPassword(identifier);
    },

    submitSignIn() {
      const overlay = open();
      if (!overlay || overlay.busy) return;
      const { step, prompt } = overlay;
      if (prompt.text.trim() === '') return;
      if (step === 'who') askPassword(prompt.text);
      else if (step === 'code') void attempt(prompt.text.trim());
      else {
        password = prompt.text;
        void attempt();
      }
    },

    backSignIn() {
      const overlay = open();
      if (!overlay) return;
      const { busy, step, identifier } = overlay;
      if (busy) {
        stop();
        if (step === 'password') password = undefined;
        change({ busy: false, error: undefined });
        return;
      }
      forget();
      if (step === 'who') set({ overlay: undefined });
      else if (step === 'code') change({ step: 'password', prompt: emptyPrompt, error: undefined });
      else change({ step: 'who', prompt: promptOf(identifier), error: undefined });
    },

    openAccounts() {
      const { session, signedIn } = get();
      const used = signedIn.findIndex(({ did }) => did === session?.did);
      set({ overlay: { kind: 'accounts', selected: used === -1 ? signedIn.length : used } });
      void readAccounts();
    },

    async switchAccount(did) {
      try {
        await sessions.use(did);
        if (get().overlay?.kind === 'accounts') set({ overlay: undefined });
        const { current } = sessions;
        notify(context, current ? `You are ${accountName(current)} now.` : 'You have the public view now.');
      } catch (error) {
        failed('This account cannot be used.', error);
        void readAccounts();
      }
    },

    async signOut(did = get().session?.did) {
      const account = get().signedIn.find((one) => one.did === did);
      if (did === undefined || !account) return;
      notify(context, `Signing out ${accountName(account)} …`);
      try {
        await sessions.signOut(did);
        notify(context, `Signed out ${accountName(account)}.`);
      } catch (error) {
        failed(`${accountName(account)} is still signed in.`, error);
      }
    },

    goToMe() {
      const { session } = get();
      if (!session) return;
      navigation.goTo({ kind: 'repo', repo: accountRepo(session) });
    },
  };
}
