import type { SessionAccount } from '../../keep/stored-session.js';
import type { CallOptions } from '../calls/call-options.js';

export type { SessionAccount, SessionStore, StoredSession } from '../../keep/stored-session.js';

export interface SignIn {
  /** Handle, DID or e-mail address, as typed. */
  readonly identifier: string;
  /** As typed or pasted; line ends around it are not part of it. */
  readonly password: string;
  /** The e-mailed code, where `AuthFactorTokenRequired` asked for it. */
  readonly code?: string | undefined;
  /** Origin of the PDS; undefined: the one that the account's identity names. */
  readonly service?: string | undefined;
}

export type SessionChange =
  /** Somebody signed in or out, or another account is used, or its handle or state changed. */
  | { readonly kind: 'changed' }
  /** The PDS does not accept the sign-in any more, or another atscope signed out; it is forgotten. */
  | { readonly kind: 'ended'; readonly account: SessionAccount; readonly error: unknown };

/** The sign-ins of this machine, and who the client speaks as. */
export interface Sessions {
  /** The kept sign-ins, read anew from the store. */
  list(): Promise<readonly SessionAccount[]>;
  /** Who app.bsky.* is asked as; undefined: nobody. */
  readonly current: SessionAccount | undefined;
  /** Speaks as the account of this DID from now on, or as nobody. Needs no network. Rejects where it is not signed in. */
  use(did: string | undefined): Promise<void>;
  /** Speaks as who was used last, in this run or an earlier one, where it is still signed in. Needs no network. */
  restore(): Promise<SessionAccount | undefined>;
  /** Creates a session, keeps it and uses it. Throws an `XrpcError`, whose `error` is that of createSession. */
  signIn(request: SignIn, options?: CallOptions): Promise<SessionAccount>;
  /** Ends the session at the PDS as far as it can be reached, and forgets it in any case. */
  signOut(did: string, options?: CallOptions): Promise<void>;
  subscribe(listener: (change: SessionChange) => void): () => void;
}
