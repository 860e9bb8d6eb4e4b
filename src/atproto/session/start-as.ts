import { accountNamed, notSignedIn } from './account-named.js';
import type { Sessions } from './session.js';

/** Speaks as an account that is signed in, as nobody, or as who was used last. Gives why not, where that one is not signed in. */
export async function startAs(sessions: Sessions, account: string | undefined): Promise<string | undefined> {
  if (account === undefined) await sessions.restore();
  else if (account === 'nobody') await sessions.use(undefined);
  else {
    const found = accountNamed(await sessions.list(), account);
    if (!found) return notSignedIn(account);
    await sessions.use(found.did);
  }
  return undefined;
}
