import { type Sentence, say } from '../../text/sentence.js';
import { accountRepo } from '../session/account-name.js';
import type { State } from '../state.js';

/** Why the account in use may write nothing now; undefined where it may. Cheap. */
export function whyNoWrites({ session }: Pick<State, 'session'>): Sentence | undefined {
  if (!session) return say`Nobody is signed in: {key:account.sign-in} signs in.`;
  if (session.access === 'read') {
    return say`This sign-in may only read: {key:account.sign-in-write} signs in to write, too.`;
  }
  return undefined;
}

/** Whether a repository is that of the account in use, whatever its sign-in allows. */
export const isOwn = ({ session }: Pick<State, 'session'>, repo: string | undefined): boolean =>
  session !== undefined &&
  repo !== undefined &&
  [session.did, session.handle, accountRepo(session)].includes(repo);

/** Why nothing can be written to a repository; undefined where it is one's own. `repo` is a handle or a DID, as addresses have it. */
export function whyNotOwn(state: Pick<State, 'session'>, repo: string | undefined): Sentence | undefined {
  const { session } = state;
  const why = whyNoWrites(state);
  if (why !== undefined || !session) return why;
  return isOwn(state, repo) ? undefined : say`That is not in your repository: {key:account.me} goes there.`;
}

/** Why nothing can be changed in an archive. */
export const IN_AN_ARCHIVE = say`This is an archive, which stays as it is: {key:archive.turn} goes to the network.`;

/** Why there is nothing to do to many rows: they are neither marked nor filtered. */
export const NOTHING_TAKEN = say`Mark rows first ({key:list.mark}, {key:list.mark-all}), or filter them ({key:list.filter}).`;
