import { idle, isWanted, type Loadable, stopped } from '../loadable.js';
import { withEntry } from '../with-entry.js';
import { accountKey } from './accounts-selectors.js';
import type { Account, AccountFacts, AccountParts, AccountsState } from './accounts-state.js';

const ACCOUNTS_MAX = 50;

type Accounts = AccountsState['accounts'];

/** An account of which nothing is known but how it is addressed. */
export const newAccount = (repo: string): Account => ({
  repo,
  identity: idle,
  handle: idle,
  profile: idle,
  description: idle,
});

/** The accounts with one of them changed, which is there from now on; beyond a bound, the oldest are let go. */
export function withAccount(
  accounts: Accounts,
  repo: string,
  change: (account: Account) => Account,
): Accounts {
  const key = accountKey(repo);
  return withEntry(accounts, key, change(accounts.get(key) ?? newAccount(repo)), ACCOUNTS_MAX);
}

/** The accounts with one part of one of them changed. */
export function withPart<Part extends keyof AccountFacts>(
  accounts: Accounts,
  repo: string,
  part: Part,
  change: (before: Loadable<AccountFacts[Part]>) => Loadable<AccountFacts[Part]>,
): Accounts {
  return withAccount(accounts, repo, (account) => {
    const parts: AccountParts = account;
    return { ...account, [part]: change(parts[part]) };
  });
}

/**
 * The accounts with what is known of one under its handle known under its DID, too: the records of an account are addressed by
 * that. What is being loaded there is not being loaded here.
 */
export function knownByDid(accounts: Accounts, repo: string): Accounts {
  if (!repo.startsWith('did:') || accounts.has(accountKey(repo))) return accounts;
  const same = [...accounts.values()].find(({ identity }) => identity.value?.did === repo);
  if (!same) return accounts;
  return withAccount(accounts, repo, () => ({
    ...same,
    identity: stopped(same.identity),
    handle: stopped(same.handle),
    profile: stopped(same.profile),
    description: stopped(same.description),
  }));
}

/** Whether all of an account is there, or failed, or on its way. */
export const isComplete = (account: Account | undefined): boolean =>
  account !== undefined &&
  ![account.identity, account.profile, account.handle, account.description].some(isWanted);

/** The accounts once somebody else looks: each profile is asked for anew when it is next shown, and the old one serves until then. */
export const accountsForOthers = (accounts: Accounts): Accounts =>
  new Map([...accounts].map(([key, account]) => [key, { ...account, profile: unasked(account.profile) }]));

const unasked = <T>({ value }: Loadable<T>): Loadable<T> => ({ status: 'idle', value, error: undefined });
