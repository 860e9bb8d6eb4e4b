import { abortError } from '../calls/abort-error.js';
import type { CallOptions } from '../calls/call-options.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { Transport } from '../calls/transport.js';
import { within } from '../calls/within.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { SessionAccount, SessionChange, SessionStore, Sessions, StoredSession } from './session.js';
import { createSessionService } from './session-service.js';
import { ENTRYWAY, handleOf, type SignInDeps, signIn } from './sign-in.js';
import { tokenEnd } from './token-end.js';

/** Milliseconds before its end at which an access token is renewed, so that it does not end on the way. */
const LEEWAY = 60_000;

/** Milliseconds that a sign-out, and the end of the program, wait for a PDS. */
const PATIENCE = 3000;

export interface SessionsDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly store: SessionStore;
  readonly resolve: SignInDeps['resolve'];
  readonly entryway?: string | undefined;
}

/** What the calls of the account in use need of its session. */
export interface SessionTokens {
  /** The session in use, its access token renewed where it is about to end; undefined: nobody is signed in (any more). */
  fresh(options?: CallOptions): Promise<StoredSession | undefined>;
  /**
   * A session with another access token than this one, which the PDS does not accept. Callers at the same time share one
   * renewal. Undefined: the sign-in is over. Throws where the PDS cannot be asked; the session is kept then.
   */
  renewed(refused: StoredSession, options?: CallOptions): Promise<StoredSession | undefined>;
  /**
   * Waits a little for renewals under way. The PDS has spent the old refresh token by then, and a run that ended before the
   * new one was kept would end the sign-in with it.
   */
  settle(): Promise<void>;
}

export function createSessions(deps: SessionsDeps): Sessions & SessionTokens {
  const { store, policy, entryway = ENTRYWAY } = deps;
  const service = createSessionService(deps.transport, policy);
  const listeners = new Set<(change: SessionChange) => void>();
  const renewals = new Map<string, Promise<StoredSession | undefined>>();
  /** When the access token that came last in this run ends, by this machine's clock; by DID. */
  const ends = new Map<string, { accessJwt: string; end: number | undefined }>();
  let current: StoredSession | undefined;
  /** The session in use as it may be shown; the same object until something in it changes. */
  let shown: SessionAccount | undefined;

  function setCurrent(session: StoredSession | undefined): void {
    current = session;
    const next = session && account(session);
    if (JSON.stringify(next) !== JSON.stringify(shown)) shown = next;
  }

  function tell(change: SessionChange): void {
    for (const listener of listeners) listener(change);
  }

  function isEnding({ did, accessJwt }: StoredSession): boolean {
    const known = ends.get(did);
    const end = known?.accessJwt === accessJwt ? known.end : tokenEnd(accessJwt);
    return end !== undefined && end - LEEWAY <= Date.now();
  }

  /** Keeps a session whose tokens came just now. */
  async function keep(session: StoredSession): Promise<void> {
    const { did, accessJwt } = session;
    ends.set(did, { accessJwt, end: tokenEnd(accessJwt, Date.now()) });
    await store.put(session);
  }

  /** Takes note of what became of the session in use. */
  function follow(session: StoredSession): void {
    if (current?.did !== session.did) return;
    const before = shown;
    setCurrent(session);
    if (shown !== before) tell({ kind: 'changed' });
  }

  function end(session: StoredSession, error: unknown): undefined {
    if (current?.did === session.did) setCurrent(undefined);
    tell({ kind: 'ended', account: account(session), error });
  }

  /** Under the lock: another atscope may have renewed it meanwhile, or signed out. */
  async function renew(refused: StoredSession): Promise<StoredSession | undefined> {
    return await store.locked(refused.did, async () => {
      const kept = await store.get(refused.did);
      if (kept === undefined) return end(refused, signedOutElsewhere(refused));
      if (kept.accessJwt !== refused.accessJwt && !isEnding(kept)) {
        follow(kept);
        return kept;
      }
      const answer = await service.refresh(kept).catch((error: unknown) => {
        if (isRefusal(error)) return error;
        throw error;
      });
      if (answer instanceof XrpcError) {
        await store.remove(kept.did);
        return end(kept, answer);
      }
      if (answer.did !== kept.did) throw otherDid(kept, answer.did);
      const session = { ...kept, ...answer, handle: handleOf(answer.handle, kept.handle) };
      await keep(session);
      follow(session);
      return session;
    });
  }

  function renewed(refused: StoredSession, { signal }: CallOptions = {}): Promise<StoredSession | undefined> {
    let renewal = renewals.get(refused.did);
    if (renewal === undefined) {
      renewal = renew(refused).finally(() => renewals.delete(refused.did));
      renewals.set(refused.did, renewal);
    }
    return unlessAborted(renewal, signal);
  }

  /** As far as the PDS can be told; that it cannot changes nothing for who is signed out here. */
  async function endAtPds(session: StoredSession, { signal }: CallOptions = {}): Promise<void> {
    const ended = service.end(session, { signal }).catch(() => {});
    await within(ended, PATIENCE, signal).catch(() => {});
  }

  async function use(did: string | undefined): Promise<void> {
    const session = did === undefined ? undefined : await store.get(did);
    if (did !== undefined && session === undefined) throw new Error(`${did} is not signed in here`);
    setCurrent(session);
    await store.setLastUsed(did);
    tell({ kind: 'changed' });
  }

  return {
    get current() {
      return shown;
    },

    async list() {
      const kept = (await store.list()).map(account);
      if (current !== undefined && !kept.some(({ did }) => did === current?.did)) {
        end(current, signedOutElsewhere(current));
      }
      return kept;
    },

    use,

    async restore() {
      const did = await store.lastUsed();
      const session = did === undefined ? undefined : await store.get(did);
      if (session === undefined) return undefined;
      setCurrent(session);
      tell({ kind: 'changed' });
      return account(session);
    },

    async signIn(request, options) {
      const session = await signIn({ ...deps, service, entryway }, request, options);
      const earlier = await store.locked(session.did, async () => {
        const kept = await store.get(session.did);
        await keep(session);
        return kept;
      });
      setCurrent(session);
      await store.setLastUsed(session.did);
      tell({ kind: 'changed' });
      // Nobody has its tokens any more, and it would be valid for months.
      if (earlier !== undefined) await endAtPds(earlier);
      return account(session);
    },

    async signOut(did, options) {
      const session = await store.locked(did, async () => {
        const kept = await store.get(did);
        await store.remove(did);
        return kept;
      });
      if (current?.did === did) setCurrent(undefined);
      if ((await store.lastUsed()) === did) await store.setLastUsed(undefined);
      tell({ kind: 'changed' });
      if (session !== undefined) await endAtPds(session, options);
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async fresh(options) {
      const session = current;
      return session !== undefined && isEnding(session) ? await renewed(session, options) : session;
    },

    renewed,

    async settle() {
      await within(Promise.allSettled(renewals.values()), PATIENCE);
    },
  };
}

function account({ did, handle, pds, since, state }: SessionAccount): SessionAccount {
  return { did, handle, pds, since, state };
}

/** Whether the PDS itself says that the refresh token is good no more, rather than that something failed. */
function isRefusal(error: unknown): error is XrpcError {
  if (!(error instanceof XrpcError) || error.failure !== 'status') return false;
  return (
    error.status === 401 || ((error.status === 400 || error.status === 403) && error.error !== undefined)
  );
}

function signedOutElsewhere({ handle, pds }: SessionAccount): XrpcError {
  return new XrpcError({
    failure: 'refused',
    service: new URL(pds).host,
    nsid: 'com.atproto.server.refreshSession',
    message: `@${handle} was signed out by another atscope`,
    tellsAll: true,
  });
}

function otherDid({ did, pds }: SessionAccount, answered: string): XrpcError {
  const { host } = new URL(pds);
  return new XrpcError({
    failure: 'malformed',
    service: host,
    nsid: 'com.atproto.server.refreshSession',
    message: `${host} renewed the session of ${answered} where that of ${did} was due`,
    tellsAll: true,
  });
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
