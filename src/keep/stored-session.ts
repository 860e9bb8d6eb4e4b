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
}

/** What is kept of a sign-in between runs. The password is not part of it. */
export interface StoredSession extends SessionAccount {
  /** The user named the PDS, so that it may be at a private address. */
  readonly given: boolean;
  readonly accessJwt: string;
  readonly refreshJwt: string;
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
