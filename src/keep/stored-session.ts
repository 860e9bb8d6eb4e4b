/** What a sign-in may do: all that an app password may, or what was granted in the browser. */
export type SessionAccess = 'password' | 'read' | 'write';

/** Somebody who is signed in, as far as it may be shown. */
export interface SessionAccount {
  readonly did: string;
  readonly handle: string;
  /** Origin of the PDS: the one place where the tokens go. */
  readonly pds: string;
  /** When the sign-in happened, in milliseconds since 1970. */
  readonly since: number;
  /** `active`, or what the PDS said that the account is: `deactivated`, `takendown`, `suspended` … */
  readonly state: string;
  readonly access: SessionAccess;
}

/** What is kept of a sign-in between runs. The password is not part of it. */
export interface StoredSession extends SessionAccount {
  /** The user named the PDS, so that it may be at a private address. */
  readonly given: boolean;
  readonly accessJwt: string;
  readonly refreshJwt: string;
  /** What an OAuth session is called with and renewed by; undefined: it was made with a password. */
  readonly oauth?: OAuthGrant | undefined;
}

/** What binds the tokens of an OAuth session: a later version that calls itself something else has to go on as this. */
export interface OAuthGrant {
  /** The authorization server that gave the tokens: the one place beside the PDS where they go. */
  readonly issuer: string;
  /** Who the tokens were given to, to the letter. */
  readonly clientId: string;
  /** What was granted, which may be less than what was asked for. */
  readonly scope: string;
  /** The key that the tokens are bound to (RFC 9449). Secret as they are. */
  readonly dpopKey: DpopKey;
}

/** A private key of P-256 as a JWK. */
export interface DpopKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly alg: 'ES256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** Keeps sessions between runs, and keeps other processes out while one is renewed. */
export interface SessionStore {
  /** By the time of sign-in, oldest first. */
  list(): Promise<readonly SessionAccount[]>;
  get(did: string): Promise<StoredSession | undefined>;
  put(session: StoredSession): Promise<void>;
  remove(did: string): Promise<void>;
  /** Runs `work` while no other process does the same for this account. */
  locked<T>(did: string, work: () => Promise<T>): Promise<T>;
  /** The DID that was used last; undefined: nobody. */
  lastUsed(): Promise<string | undefined>;
  setLastUsed(did: string | undefined): Promise<void>;
}
