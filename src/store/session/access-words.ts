import type { BrowserLevel, SessionAccount, SignedOut } from '../../atproto/session/session.js';
import { errorSentence } from '../../text/error-sentence.js';

/** What a sign-in in the browser is for, behind “sign in”. */
export const LEVEL_WORDS: Readonly<Record<BrowserLevel, string>> = {
  read: 'to read what only you may read: preferences, notifications, timeline, mutes, blocks',
  write: 'to read and to write: your records, blobs and preferences, too',
};

/** What a sign-in may do, behind the name of the account; empty for an app password, which may do all. */
export function accessWords({ access }: Pick<SessionAccount, 'access'>): string {
  if (access === 'password') return '';
  return access === 'read' ? ', for reading' : ', for reading and writing';
}

/** That a server did not hear of a sign-out, as sentences; undefined where it did. */
export function untoldWords({ failure }: SignedOut): string | undefined {
  if (failure === undefined) return undefined;
  return `The server was not told, and there the sign-in lasts until it ends by itself. ${errorSentence(failure)}`;
}
