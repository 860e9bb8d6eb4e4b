import type { CallOptions } from '../calls/call-options.js';
import type { HostPolicy } from '../calls/host-policy.js';
import type { Transport } from '../calls/transport.js';
import { within } from '../calls/within.js';
import { XrpcError } from '../calls/xrpc-error.js';
import { DpopNonces } from './dpop-nonces.js';
import type { BrowserSignInDeps } from './oauth/browser-sign-in.js';
import { signedOutElsewhere } from './renewal.js';
import { LAST_GRANT_MAX_MS, Renewals, type SessionTokens } from './renewals.js';
import type {
  BrowserSignIn,
  BrowserSignInRequest,
  SessionAccount,
  SessionChange,
  SessionStore,
  Sessions,
  SignedOut,
  SignIn,
  StoredSession,
} from './session.js';
import { accountOf, SessionInUse } from './session-in-use.js';
import { createSessionService } from './session-service.js';
import { ENTRYWAY, type SignInDeps, signIn } from './sign-in.js';
import { createTokenService, type TokenService } from './token-service.js';

/** Milliseconds that a sign-out waits for a PDS. */
const SIGN_OUT_MAX_MS = 3000;

export interface SessionsDeps {
  readonly transport: Transport;
  readonly policy: HostPolicy;
  readonly store: SessionStore;
  readonly resolve: SignInDeps['resolve'];
  readonly entryway?: string | undefined;
}

/** The sign-ins of a store, over the network. */
export class StoredSessions implements Sessions {
  /** What the calls of the account in use are made with. */
  readonly tokens: SessionTokens;
  readonly nonces = new DpopNonces();
  readonly #store: SessionStore;
  readonly #service: TokenService;
  readonly #signIn: SignInDeps;
  readonly #grants: BrowserSignInDeps;
  /** The sign-ins that wait for a browser, or keep what came of it: how to cancel each, and when it is over. */
  readonly #waiting = new Map<AbortController, Promise<void>>();
  readonly #inUse = new SessionInUse();
  readonly #renewals: Renewals;

  constructor({ transport, policy, store, resolve, entryway = ENTRYWAY }: SessionsDeps) {
    this.#store = store;
    const grants = { transport, policy, nonces: this.nonces };
    const passwords = createSessionService(transport, policy);
    this.#service = createTokenService(passwords, grants);
    this.#signIn = { service: passwords, policy, resolve, entryway };
    this.#grants = { ...grants, resolve, entryway, keep: (session) => this.#keep(session) };
    this.#renewals = new Renewals({ store, service: this.#service, inUse: this.#inUse });
    this.tokens = this.#renewals;
  }

  get current(): SessionAccount | undefined {
    return this.#inUse.account;
  }

  async list(): Promise<readonly SessionAccount[]> {
    const accounts = (await this.#store.list()).map(accountOf);
    const { session } = this.#inUse;
    if (session !== undefined && !accounts.some(({ did }) => did === session.did)) {
      this.#inUse.end(session, signedOutElsewhere(session));
    }
    return accounts;
  }

  async use(did: string | undefined, { forNow = false }: { forNow?: boolean } = {}): Promise<void> {
    const session = did === undefined ? undefined : await this.#store.get(did);
    if (did !== undefined && session === undefined) throw new Error(`${did} is not signed in here`);
    this.#inUse.set(session);
    if (!forNow) await this.#store.setLastUsed(did);
    this.#inUse.tell({ kind: 'changed' });
  }

  async restore(): Promise<SessionAccount | undefined> {
    const did = await this.#store.lastUsed();
    const session = did === undefined ? undefined : await this.#store.get(did);
    if (session === undefined) return undefined;
    this.#inUse.change(session);
    return accountOf(session);
  }

  async signIn(request: SignIn, options?: CallOptions): Promise<SessionAccount> {
    return await this.#keep(await signIn(this.#signIn, request, options));
  }

  async beginBrowserSignIn(
    request: BrowserSignInRequest,
    { signal }: CallOptions = {},
  ): Promise<BrowserSignIn> {
    const run = new AbortController();
    const until = signal === undefined ? run.signal : AbortSignal.any([run.signal, signal]);
    // The library, and what listens for the browser, come with the first one.
    const beginning = import('./oauth/browser-sign-in.js').then(({ beginBrowserSignIn }) =>
      beginBrowserSignIn(this.#grants, request, { signal: until }),
    );
    const over = beginning.then((begun) => begun.over).catch(() => {});
    this.#waiting.set(run, over);
    void over.then(() => this.#waiting.delete(run));
    const { over: _, ...begun } = await beginning;
    // Whoever waits hears of it; that nobody does is no fault of the program.
    begun.account.catch(() => {});
    return { ...begun, level: request.level };
  }

  async signOut(did: string, options?: CallOptions): Promise<SignedOut> {
    const { account, session, problem } = await this.#store.locked(did, async () => {
      const account = (await this.#store.list()).find((one) => one.did === did);
      // A keychain may be locked, or have lost the tokens: who signs out is signed out here in any case.
      const read = await this.#store.get(did).then(
        (session) => ({ session, problem: undefined }),
        (problem: unknown) => ({ session: undefined, problem }),
      );
      await this.#store.remove(did);
      return { account, ...read };
    });
    if (this.#inUse.session?.did === did) this.#inUse.set(undefined);
    if ((await this.#store.lastUsed()) === did) await this.#store.setLastUsed(undefined);
    this.#inUse.tell({ kind: 'changed' });
    if (session === undefined) return { failure: account && tokensLost(account, problem) };
    return { failure: await this.#endAtPds(session, options) };
  }

  subscribe(listener: (change: SessionChange) => void): () => void {
    return this.#inUse.subscribe(listener);
  }

  /** Ends the sign-ins that wait for a browser, and waits a little for what is under way of them, and for renewals. */
  async settle(): Promise<void> {
    const waiting = [...this.#waiting];
    for (const [run] of waiting) run.abort();
    const over = Promise.all(waiting.map(([, whenOver]) => whenOver));
    await Promise.all([within(over, LAST_GRANT_MAX_MS), this.#renewals.settle()]);
  }

  /** Keeps a new session, uses it, and ends the one of the same account that was kept before. */
  async #keep(session: StoredSession): Promise<SessionAccount> {
    const earlier = await this.#store.locked(session.did, async () => {
      const stored = await this.#store.get(session.did);
      await this.#renewals.keep(session);
      return stored;
    });
    this.#inUse.set(session);
    await this.#store.setLastUsed(session.did);
    this.#inUse.tell({ kind: 'changed' });
    // Nobody has its tokens any more, and it would be valid for months.
    if (earlier !== undefined) await this.#endAtPds(earlier);
    return accountOf(session);
  }

  /** Why the PDS could not be told, which changes nothing for who is signed out here; undefined: it was. */
  async #endAtPds(session: StoredSession, { signal }: CallOptions = {}): Promise<unknown> {
    const ended = this.#service.end(session, { signal }).then(
      () => ({ failure: undefined }),
      (failure: unknown) => ({ failure }),
    );
    const told = await within(ended, SIGN_OUT_MAX_MS, signal).catch((failure: unknown) => ({ failure }));
    return told === undefined ? notInTime(session) : told.failure;
  }
}

function tokensLost({ handle, did, pds }: SessionAccount, cause: unknown): XrpcError {
  const name = handle === did ? did : `@${handle}`;
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new XrpcError({
    failure: 'refused',
    service: new URL(pds).host,
    nsid: 'com.atproto.server.deleteSession',
    message: `the tokens of ${name} cannot be read${why}`,
    tellsAll: true,
    cause,
  });
}

function notInTime({ pds, oauth }: StoredSession): XrpcError {
  const { host } = new URL(oauth?.issuer ?? pds);
  return new XrpcError({
    failure: 'timeout',
    service: host,
    nsid: 'com.atproto.server.deleteSession',
    message: `${host}: no answer within ${SIGN_OUT_MAX_MS / 1000} s`,
  });
}
