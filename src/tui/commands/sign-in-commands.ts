import type { Actions } from '../../store/actions.js';
import type { BrowserSignInOverlay } from '../../store/overlays/overlays-state.js';
import { accountName, accountRepo } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { say } from '../../text/sentence.js';
import { askedAccount, selectedChoice } from '../views/accounts.js';
import { textArgument } from './arguments.js';
import { type Command, paneScopes, type Scope, withArgument } from './command.js';

const nobody = say`Nobody is signed in: {key:account.sign-in} signs in.`;

/** All that lies over the panes while one signs in. */
const SIGN_IN_SCOPES: readonly Scope[] = ['sign-in', 'sign-in-way', 'sign-in-browser', 'write-level'];

/** Where there is no account yet, the way to the accounts is signing in. */
export function openAccountsOrSignIn({ session, signedIn }: State, actions: Actions): void {
  if (session || signedIn.length > 0) actions.openAccounts();
  else actions.openSignIn();
}

/** The question goes at once, so that no further key answers it again. */
function signOutAsked(did: string, actions: Actions): void {
  actions.askSignOut(undefined);
  actions.signOut(did);
}

/** Signing in and out, and who of them is used. */
export const signInCommands: readonly Command[] = [
  withArgument<string>({
    id: 'account.sign-in',
    name: 'login',
    keys: [],
    title: 'sign in, in the browser or with an app password',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    args: textArgument('handle, DID or e-mail address'),
    titleWith: (identifier) => `sign in as ${identifier}`,
    run: ({ actions }, identifier) => actions.openSignIn(identifier),
  }),
  {
    id: 'account.sign-in-write',
    name: 'login-write',
    keys: [],
    title: 'sign in anew in the browser, to write records and blobs, too',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    refuse: ({ session }) => {
      if (!session) return nobody;
      return session.access === 'read' ? undefined : `${accountName(session)} may write already.`;
    },
    run: ({ actions }) => actions.signInToWrite(),
  },
  {
    id: 'account.list',
    name: 'accounts',
    keys: ['A'],
    title: 'show who is signed in; use another account, add one, sign out',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    run: ({ actions }) => actions.openAccounts(),
  },
  {
    id: 'account.me',
    name: 'me',
    keys: [],
    title: 'go to your repository',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    refuse: ({ session }) => (session ? undefined : nobody),
    run: ({ actions }) => actions.goToMe(),
  },
  {
    id: 'account.preferences',
    name: 'preferences',
    keys: [],
    title: 'list your preferences',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    refuse: ({ session }) =>
      session ? undefined : say`Only their owner sees preferences: {key:account.sign-in} signs in.`,
    run({ state: { session }, actions }) {
      if (session) actions.goTo({ kind: 'preferences', repo: accountRepo(session) });
    },
  },
  {
    id: 'account.sign-out',
    name: 'logout',
    keys: [],
    title: 'sign out of the account in use',
    category: 'Account',
    scopes: paneScopes,
    anywhere: true,
    refuse: ({ session }) => (session ? undefined : nobody),
    run: ({ actions }) => actions.signOut(),
  },
  {
    id: 'accounts.use',
    keys: ['Enter'],
    title: 'use the account; where it is asked about, sign out of it',
    category: 'Account',
    scopes: ['accounts'],
    hint: (state) => (askedAccount(state) ? 'sign out' : 'use'),
    run({ state, actions }) {
      const asked = askedAccount(state);
      const choice = selectedChoice(state);
      if (asked) signOutAsked(asked.did, actions);
      else if (choice?.kind === 'add') actions.openSignIn();
      else if (choice) actions.switchAccount(choice.kind === 'account' ? choice.account.did : undefined);
    },
  },
  {
    id: 'accounts.sign-out',
    keys: ['d'],
    title: 'sign out of the account: asks first, and does it when pressed again',
    category: 'Account',
    scopes: ['accounts'],
    hint: 'sign out',
    refuse: (state) =>
      selectedChoice(state)?.kind === 'account' ? undefined : 'There is no account on this line to sign out.',
    run({ state, actions }) {
      const choice = selectedChoice(state);
      if (choice?.kind !== 'account') return;
      if (askedAccount(state)) signOutAsked(choice.account.did, actions);
      else actions.askSignOut(choice.account.did);
    },
  },
  {
    id: 'accounts.keep',
    keys: ['Esc', 'Backspace'],
    title: 'stay signed in where signing out is asked about',
    category: 'Account',
    scopes: ['accounts'],
    hint: 'keep',
    applies: (state) => askedAccount(state) !== undefined,
    run: ({ actions }) => actions.askSignOut(undefined),
  },
  {
    id: 'accounts.add',
    keys: ['a'],
    title: 'sign in to another account',
    category: 'Account',
    scopes: ['accounts'],
    hint: 'add',
    run: ({ actions }) => actions.openSignIn(),
  },
  {
    id: 'sign-in.next',
    keys: ['Enter'],
    title: 'go on with signing in; use the address that was pasted',
    category: 'Typing',
    scopes: SIGN_IN_SCOPES,
    hint: ({ overlay }) => (overlay?.kind === 'sign-in-browser' ? browserHint(overlay) : 'go on'),
    // Nothing but the browser leads on while nothing is pasted.
    applies: ({ overlay }) => overlay?.kind !== 'sign-in-browser' || browserHint(overlay) !== '',
    run: ({ actions }) => actions.submitSignIn(),
  },
  {
    id: 'sign-in.copy-address',
    keys: ['y'],
    title: 'copy the address to sign in at',
    category: 'Typing',
    scopes: ['sign-in-browser'],
    isLetterKey: true,
    hint: 'copy',
    applies: ({ overlay }) =>
      overlay?.kind === 'sign-in-browser' && overlay.url !== undefined && overlay.prompt.text === '',
    run({ state: { overlay }, actions }) {
      if (overlay?.kind !== 'sign-in-browser' || overlay.url === undefined) return;
      actions.copy({ id: 'web', label: 'address to sign in at', text: overlay.url });
    },
  },
  {
    id: 'sign-in.back',
    keys: ['Esc'],
    title: 'go back to the question before, out of signing in, or end the wait for the browser',
    category: 'Typing',
    scopes: ['sign-in', 'sign-in-way', 'sign-in-browser'],
    hint: ({ overlay }) =>
      overlay?.kind === 'sign-in-browser' && overlay.stage !== 'ended' ? 'cancel' : 'back',
    // Before Esc closes a menu: the choice of a way is one, and has a question before it.
    applies: ({ overlay }) => overlay !== undefined,
    run: ({ actions }) => actions.backSignIn(),
  },
];

/** What Enter does while a sign-in is in the browser; empty: nothing. */
function browserHint({ stage, prompt }: BrowserSignInOverlay): string {
  if (stage === 'ended') return 'begin again';
  return stage === 'waiting' && prompt.text.trim() !== '' ? 'use it' : '';
}
