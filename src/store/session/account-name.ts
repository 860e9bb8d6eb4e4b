import type { SessionAccount } from '../../atproto/session/session.js';

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
