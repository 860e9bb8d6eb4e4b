import type { SessionAccount, SessionChange, StoredSession } from './session.js';

/** Who the client speaks as, and who hears of it. */
export class SessionInUse {
  readonly #listeners = new Set<(change: SessionChange) => void>();
  #session: StoredSession | undefined;
  #account: SessionAccount | undefined;

  get session(): StoredSession | undefined {
    return this.#session;
  }

  /** The session as it may be shown; the same object until something in it changes. */
  get account(): SessionAccount | undefined {
    return this.#account;
  }

  subscribe(listener: (change: SessionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Speaks as this session from now on, or as nobody. Nobody is told. */
  set(session: StoredSession | undefined): void {
    const account = session && accountOf(session);
    this.#session = session;
    if (JSON.stringify(account) !== JSON.stringify(this.#account)) this.#account = account;
  }

  /** The same, and tells it. */
  change(session: StoredSession | undefined): void {
    this.set(session);
    this.tell({ kind: 'changed' });
  }

  /** Takes note of what became of a session, where it is the one in use. */
  follow(session: StoredSession): void {
    if (this.#session?.did !== session.did) return;
    const before = this.#account;
    this.set(session);
    if (this.#account !== before) this.tell({ kind: 'changed' });
  }

  /** Tells that a sign-in is over, and speaks as nobody where it was the one in use. */
  end(session: StoredSession, error: unknown): void {
    if (this.#session?.did === session.did) this.set(undefined);
    this.tell({ kind: 'ended', account: accountOf(session), error });
  }

  tell(change: SessionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** What of a session may be shown. */
export function accountOf({ did, handle, pds, since, state, access }: SessionAccount): SessionAccount {
  return { did, handle, pds, since, state, access };
}
