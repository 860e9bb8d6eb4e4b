import { abortError } from '../calls/abort-error.js';
import type { CallOptions } from '../calls/call-options.js';
import { within } from '../calls/within.js';
import { isOAuth } from './oauth-session.js';
import { isEnding, isRefusal, renewalStep, signedOutElsewhere } from './renewal.js';
import type { SessionStore, StoredSession } from './session.js';
import type { SessionInUse } from './session-in-use.js';
import { tokenEnd } from './token-end.js';
import type { TokenService } from './token-service.js';

/** Milliseconds that the end of the program waits for a PDS. */
const LAST_CALL_MAX_MS = 3000;
/** The same for a grant of OAuth: a spent refresh token that is sent again ends the sign-in. */
export const LAST_GRANT_MAX_MS = 20_000;

/** What the calls of the account in use need of its session. */
export interface SessionTokens {
  /** The session in use, its access token renewed where it is about to end; undefined: nobody is signed in (any more). */
  fresh(options?: CallOptions): Promise<StoredSession | undefined>;
  /**
   * A session with another access token than this one, which the PDS does not accept. Callers at the same time share one
   * renewal. Undefined: the sign-in is over. Throws where the PDS cannot be asked; the session is kept then.
   */
  renewed(refused: StoredSession, options?: CallOptions): Promise<StoredSession | undefined>;
}

export interface RenewalsDeps {
  readonly store: SessionStore;
  readonly service: Pick<TokenService, 'renew'>;
  readonly inUse: SessionInUse;
}

interface UnderWay {
  readonly renewal: Promise<StoredSession | undefined>;
  /** Milliseconds that the end of the program waits for it. */
  readonly lastMs: number;
}

/** Renews access tokens: once for all who ask at the same time, and while no other process does. */
export class Renewals implements SessionTokens {
  readonly #deps: RenewalsDeps;
  readonly #underWay = new Map<string, UnderWay>();
  /** When the access token that came last in this run ends, by this machine's clock; by DID. */
  readonly #ends = new Map<string, { accessJwt: string; end: number | undefined }>();

  constructor(deps: RenewalsDeps) {
    this.#deps = deps;
  }

  async fresh(options?: CallOptions): Promise<StoredSession | undefined> {
    const { session } = this.#deps.inUse;
    return session !== undefined && this.#isEnding(session) ? await this.renewed(session, options) : session;
  }

  renewed(refused: StoredSession, { signal }: CallOptions = {}): Promise<StoredSession | undefined> {
    let underWay = this.#underWay.get(refused.did);
    if (underWay === undefined) {
      const renewal = this.#renew(refused).finally(() => this.#underWay.delete(refused.did));
      underWay = { renewal, lastMs: isOAuth(refused) ? LAST_GRANT_MAX_MS : LAST_CALL_MAX_MS };
      this.#underWay.set(refused.did, underWay);
    }
    return unlessAborted(underWay.renewal, signal);
  }

  /** Keeps a session whose tokens came just now. The lock of its account is held meanwhile. */
  async keep(session: StoredSession): Promise<void> {
    const { did, accessJwt } = session;
    this.#ends.set(did, { accessJwt, end: tokenEnd(accessJwt, Date.now()) });
    await this.#deps.store.put(session);
  }

  /**
   * Waits a little for renewals under way. The PDS has spent the old refresh token by then, and a run that ended before the
   * new one was kept would end the sign-in with it.
   */
  async settle(): Promise<void> {
    await Promise.allSettled(
      [...this.#underWay.values()].map(({ renewal, lastMs }) => within(renewal, lastMs)),
    );
  }

  #isEnding({ did, accessJwt }: StoredSession): boolean {
    const known = this.#ends.get(did);
    return isEnding(known?.accessJwt === accessJwt ? known.end : tokenEnd(accessJwt), Date.now());
  }

  async #renew(refused: StoredSession): Promise<StoredSession | undefined> {
    const { store, inUse } = this.#deps;
    return await store.locked(refused.did, async () => {
      const stored = await store.get(refused.did);
      const step = renewalStep(refused, stored, stored !== undefined && this.#isEnding(stored));
      switch (step.kind) {
        case 'gone':
          inUse.end(refused, signedOutElsewhere(refused));
          return undefined;
        case 'renewed elsewhere':
          inUse.follow(step.session);
          return step.session;
        case 'ask':
          return await this.#ask(step.session);
      }
    });
  }

  async #ask(session: StoredSession): Promise<StoredSession | undefined> {
    const { store, service, inUse } = this.#deps;
    try {
      const renewed = await service.renew(session);
      await this.keep(renewed);
      inUse.follow(renewed);
      return renewed;
    } catch (error) {
      // A lock may have been lost: a refresh token that somebody else has spent says nothing of the sign-in.
      const stored = await store.get(session.did);
      if (stored !== undefined && stored.refreshJwt !== session.refreshJwt) {
        inUse.follow(stored);
        return stored;
      }
      if (!isRefusal(error)) throw error;
      await store.remove(session.did);
      inUse.end(session, error);
      return undefined;
    }
  }
}

/** Waits no longer than the signal allows; what is waited for goes on. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortError(signal.reason));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
