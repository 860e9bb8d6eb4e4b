import { sanitise } from '../../text/sanitise.js';
import { readIdentifier } from './identifier.js';
import type { SessionAccount } from './session.js';

/** The account of that handle or DID, as people type them. */
export function accountNamed(accounts: readonly SessionAccount[], text: string): SessionAccount | undefined {
  const reading = readIdentifier(text);
  const name = reading.ok ? reading.identifier : text;
  return accounts.find(({ did, handle }) => did === name || handle === name);
}

/** A clause for stderr. */
export const notSignedIn = (account: string): string =>
  `${sanitise(account.slice(0, 300))} is not signed in here; atscope login signs in.`;
