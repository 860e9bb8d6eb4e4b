import type { AtClient } from '../atproto/client.js';
import type { SessionAccount } from '../atproto/session/session.js';
import { sanitise } from '../text/sanitise.js';
import { SentenceError, say } from '../text/sentence.js';

const NAME_MAX = 300;

/**
 * Speaks, in this run, as the account whose repository is named by its handle or DID. Throws a SentenceError where it is not signed in here,
 * and what resolving the handle throws.
 */
export async function speakAsOwner(
  { sessions, resolve }: Pick<AtClient, 'sessions' | 'resolve'>,
  repo: string,
  signal: AbortSignal,
): Promise<SessionAccount> {
  const accounts = await sessions.list();
  if (accounts.length === 0) {
    throw new SentenceError(say`Nobody is signed in: {key:account.sign-in} signs in. Nothing was written.`);
  }
  // A handle may be another account's by now.
  const did = repo.startsWith('did:') ? repo : (await resolve(repo, { fresh: true, signal })).did;
  const account = accounts.find((one) => one.did === did);
  if (account === undefined) {
    const name = sanitise(repo.slice(0, NAME_MAX));
    throw new SentenceError(
      say`${name} is not signed in here, and only its owner writes to a repository: {key:account.sign-in} signs in. Nothing was written.`,
    );
  }
  const current = await sessions.restore();
  if (current?.did !== did) await sessions.use(did, { forNow: true });
  return account;
}
