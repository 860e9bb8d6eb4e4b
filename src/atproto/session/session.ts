import type { SessionAccount } from '../../keep/stored-session.js';
import type { CallOptions } from '../calls/call-options.js';

export type {
  SessionAccess,
  SessionAccount,
  SessionStore,
  StoredSession,
} from '../../keep/stored-session.js';

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

/** What a sign-in in the browser asks for: what only the owner may read, or records and blobs to be written, too. */
export type BrowserLevel = 'read' | 'write';

export interface BrowserSignInRequest {
  /** Handle, DID or e-mail address, as typed; undefined: whoever signs in in the browser. */
  readonly identifier?: string | undefined;
  /** Origin of the PDS or of who signs its accounts in; undefined: the one that the account's identity names. */
  readonly service?: string | undefined;
  readonly level: BrowserLevel;
}

/** A sign-in that goes on in the browser. */
export interface BrowserSignIn {
  /** The address to open, in one browser only: who opens it second ends it. */
  readonly url: string;
  /** Host, and port where not the default, of who asks for the password there. */
  readonly host: string;
  readonly level: BrowserLevel;
  /** What is asked for, as the protocol writes it. */
  readonly scopes: readonly string[];
  /**
   * Who is signed in and used now. Settles once, within five minutes: it rejects with an `XrpcError` that tells all, and with an
   * AbortError where it was cancelled.
   */
  readonly account: Promise<SessionAccount>;
  /**
   * Takes the address that a browser on another machine ended at, as pasted. Throws a `SentenceError` where it is not of this sign-in,
   * which goes on then.
   */
  paste(text: string): void;
  cancel(): void;
}

/** What became of a sign-in that is forgotten here. */
export interface SignedOut {
  /** Why the server may take its tokens still: it was not reached, or did not do it. Undefined: they have ended there, too. */
  readonly failure: unknown;
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
  /**
   * Speaks as the account of this DID from now on, or as nobody. Needs no network. Rejects where it is not signed in. With `forNow` later
   * runs still speak as who was used before.
   */
  use(did: string | undefined, options?: { readonly forNow?: boolean }): Promise<void>;
  /** Speaks as who was used last, in this run or an earlier one, where it is still signed in. Needs no network. */
  restore(): Promise<SessionAccount | undefined>;
  /** Creates a session, keeps it and uses it. Throws an `XrpcError`, whose `error` is that of createSession. */
  signIn(request: SignIn, options?: CallOptions): Promise<SessionAccount>;
  /**
   * Begins a sign-in with OAuth, which a person finishes in a browser; the session is kept and used then. A session of the same account
   * that was kept before is ended. Throws an `XrpcError` that tells all.
   */
  beginBrowserSignIn(request: BrowserSignInRequest, options?: CallOptions): Promise<BrowserSignIn>;
  /** Ends the session where it was made as far as that can be reached, and forgets it in any case. */
  signOut(did: string, options?: CallOptions): Promise<SignedOut>;
  subscribe(listener: (change: SessionChange) => void): () => void;
}
