import { type Sentence, say } from '../../text/sentence.js';
import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { withoutOwn } from '../social/own-update.js';
import type { Navigation } from '../visits/navigation.js';
import { untoldWords } from './access-words.js';
import { accountName, accountRepo } from './account-name.js';

export interface SignedInActions {
  openAccounts(): void;
  /** Speaks as an account that is signed in, or as nobody. */
  switchAccount(did: string | undefined): void;
  /** Signs out an account, or the one in use. */
  signOut(did?: string): void;
  /** Asks in the accounts before one of them is signed out; undefined: asks no more. */
  askSignOut(did: string | undefined): void;
  /** Goes to the repository of who is signed in. */
  goToMe(): void;
}

/** Follows who is signed in and who is used, on this screen or another. `viewChanged` loads again what another account sees otherwise. */
export function createSignedIn(
  context: StoreContext,
  navigation: Navigation,
  viewChanged: () => void,
): SignedInActions & { close(): void } {
  const { get, set } = context;
  const { sessions } = context.client;
  let readings = 0;

  const failed = (text: Sentence, error: unknown): void => notifyFailure(context, text, error);

  /** Reads who is signed in, from what other processes keep, too. */
  async function readAccounts(): Promise<void> {
    const reading = ++readings;
    try {
      const signedIn = await sessions.list();
      if (reading === readings) set({ signedIn });
    } catch (error) {
      failed('The accounts that are signed in cannot be read.', error);
    }
  }

  function refresh(): void {
    const before = get().session;
    const now = sessions.current;
    if (before !== now) set({ session: now });
    if (before?.did !== now?.did) {
      // What is said of a post to one who asks is not what is said to another.
      set((state) => ({ posts: new Map(), ...withoutOwn(state) }));
      viewChanged();
    }
    void readAccounts();
  }

  const unsubscribe = sessions.subscribe((event) => {
    refresh();
    if (event.kind !== 'ended') return;
    const name = accountName(event.account);
    failed(say`The sign-in of ${name} has ended ({key:account.sign-in} signs in again).`, event.error);
  });
  refresh();

  return {
    askSignOut(did) {
      const { overlay } = get();
      if (overlay?.kind === 'menu') set({ overlay: { ...overlay, asks: did } });
    },
    close: unsubscribe,

    openAccounts() {
      // On who is used, wherever that one turns out to stand once they are read.
      const key = get().session?.did ?? 'nobody';
      set({ overlay: { kind: 'menu', view: 'accounts', cursor: { ...atFirst, key } } });
      void readAccounts();
    },

    async switchAccount(did) {
      try {
        await sessions.use(did);
        if (get().overlay?.kind === 'menu') set({ overlay: undefined });
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
        const untold = untoldWords(await sessions.signOut(did));
        const told = `Signed out ${accountName(account)}.`;
        notify(
          context,
          untold === undefined ? told : `${told} ${untold}`,
          untold === undefined ? 'info' : 'error',
        );
      } catch (error) {
        failed(`${accountName(account)} is still signed in.`, error);
      }
    },

    goToMe() {
      const { session } = get();
      if (session) navigation.goTo({ kind: 'repo', repo: accountRepo(session) });
    },
  };
}
