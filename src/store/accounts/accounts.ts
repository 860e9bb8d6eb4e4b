import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { Identity } from '../../atproto/identity/identity.js';
import type { StoreContext } from '../context.js';
import { failed, idle, isWanted, loading, ready, stopped } from '../loadable.js';
import type { NameBook } from '../names/names.js';
import { withEntry } from '../with-entry.js';
import { accountKey } from './accounts-selectors.js';
import type { Account, ProfileView } from './accounts-state.js';

const kept = 50;

export const accountTask = (repo: string): string => `account ${accountKey(repo)}`;
const describeTask = (repo: string): string => `describe ${accountKey(repo)}`;
export const profileTask = (repo: string): string => `profile ${accountKey(repo)}`;

/** Loads who an account is: identity, handle, profile, collections, as far as possible at the same time. */
export interface Accounts {
  /** Sees to it that the account is loaded or loading. */
  ensure(repo: string): void;
  /** Loads it anew: the identity afresh from the directory. */
  reload(repo: string): void;
  /** Asks again for the collections only. */
  reloadDescription(repo: string): void;
  /** Somebody else looks at the profiles now: each is asked for again when it is next shown, that of `shown` at once. */
  viewChanged(shown: string | undefined): void;
  /** The identity as soon as it is known. Rejects with the error of resolving it, or with an AbortError. */
  identity(repo: string, signal: AbortSignal): Promise<Identity>;
}

export function createAccounts(context: StoreContext, names: NameBook): Accounts {
  const { client, tasks, get, set } = context;
  const resolving = new Map<string, Promise<Identity>>();
  /** Counts who has looked: an answer to somebody before is not shown. */
  let viewers = 0;

  const patch = (repo: string, change: (account: Account) => Partial<Account>): void => {
    set((state) => {
      const key = accountKey(repo);
      const account = state.accounts.get(key) ?? newAccount(repo);
      return { accounts: withEntry(state.accounts, key, { ...account, ...change(account) }, kept) };
    });
  };

  const resolve = (repo: string, fresh: boolean, signal: AbortSignal): Promise<Identity> => {
    const key = accountKey(repo);
    patch(repo, ({ identity }) => ({ identity: loading(identity) }));
    const promise = client.resolve(repo, { fresh, signal }).then(
      (identity) => {
        patch(repo, () => ({ identity: ready(identity) }));
        return identity;
      },
      (error: unknown) => {
        if (isAbortError(error)) patch(repo, ({ identity }) => ({ identity: stopped(identity) }));
        else patch(repo, ({ identity }) => ({ identity: failed(identity, error) }));
        throw error;
      },
    );
    resolving.set(key, promise);
    // Those who wait hear of a failure; with nobody waiting it is told by the account itself.
    promise.catch(() => {}).finally(() => resolving.get(key) === promise && resolving.delete(key));
    return promise;
  };

  const checkHandle = async (repo: string, identity: Identity, signal: AbortSignal): Promise<void> => {
    patch(repo, ({ handle }) => ({ handle: loading(handle) }));
    try {
      const asked = repo.startsWith('did:') ? undefined : repo;
      const check = await client.checkHandle(identity, { signal, ...(asked ? { asked } : {}) });
      if (check.state === 'confirmed' && identity.handle) names.learn(identity.did, identity.handle);
      patch(repo, () => ({ handle: ready(check) }));
    } catch {
      patch(repo, ({ handle }) => ({ handle: stopped(handle) }));
    }
  };

  const describe = async (repo: string, identity: Identity, signal: AbortSignal): Promise<void> => {
    patch(repo, ({ description }) => ({ description: loading(description) }));
    try {
      const description = await client.repo(identity).describe({ signal });
      patch(repo, () => ({ description: ready(description) }));
    } catch (error) {
      patch(repo, ({ description }) => ({
        description: isAbortError(error) ? stopped(description) : failed(description, error),
      }));
    }
  };

  const profileOf = async (
    repo: string,
    identity: Promise<Identity>,
    signal: AbortSignal,
  ): Promise<ProfileView> => {
    try {
      const viewer = client.sessions.current?.did;
      const profile = await client.appview.getProfile(repo, { signal });
      if (profile.handle !== undefined) names.learn(profile.did, profile.handle);
      return { source: 'appview', profile, viewer };
    } catch (reason) {
      if (isAbortError(reason)) throw reason;
      try {
        const record = await client.repo(await identity).get('app.bsky.actor.profile', 'self', { signal });
        return { source: 'repo', record: (record.value() as { value?: unknown }).value, reason };
      } catch (error) {
        // What the AppView said is the better explanation: a repository need not hold a profile.
        throw isAbortError(error) ? error : reason;
      }
    }
  };

  const loadProfile = async (repo: string, identity: Promise<Identity>, signal: AbortSignal) => {
    const viewer = viewers;
    patch(repo, ({ profile }) => ({ profile: loading(profile) }));
    try {
      const view = await profileOf(repo, identity, signal);
      if (viewer === viewers) patch(repo, () => ({ profile: ready(view) }));
    } catch (error) {
      if (viewer !== viewers) return;
      patch(repo, ({ profile }) => ({
        profile: isAbortError(error) ? stopped(profile) : failed(profile, error),
      }));
    }
  };

  const identityOf = async (repo: string, signal: AbortSignal): Promise<Identity> => {
    const account = get().accounts.get(accountKey(repo));
    const found =
      account?.identity.status === 'ready'
        ? account.identity.value
        : await (resolving.get(accountKey(repo)) ?? Promise.reject(account?.identity.error));
    signal.throwIfAborted();
    if (!found) throw new Error('The account could not be resolved.');
    return found;
  };

  const load = (repo: string, fresh: boolean): void => {
    void tasks.start(accountTask(repo), async (signal) => {
      const known = get().accounts.get(accountKey(repo));
      const identity =
        !fresh && known?.identity.value
          ? Promise.resolve(known.identity.value)
          : resolve(repo, fresh, signal);
      const parts: Promise<void>[] = [];
      if (fresh || isWanted(known?.profile)) parts.push(loadProfile(repo, identity, signal));
      const rest = identity.then(
        async (found) => {
          await Promise.all([
            fresh || isWanted(known?.handle) ? checkHandle(repo, found, signal) : undefined,
            fresh || isWanted(known?.description) ? describe(repo, found, signal) : undefined,
          ]);
        },
        () => {},
      );
      await Promise.all([...parts, rest]);
    });
  };

  return {
    ensure(repo) {
      const key = accountKey(repo);
      const { accounts } = get();
      const known = accounts.get(key);
      if (!known && repo.startsWith('did:')) {
        // The records of an account are addressed by its DID: what is known of it by its handle serves.
        const same = [...accounts.values()].find((account) => account.identity.value?.did === repo);
        if (same) {
          set((state) => ({ accounts: withEntry(state.accounts, key, settled(same), kept) }));
        }
      }
      const account = get().accounts.get(key);
      const complete =
        account && ![account.identity, account.profile, account.handle, account.description].some(isWanted);
      if (!complete && !tasks.isRunning(accountTask(repo))) load(repo, false);
    },
    reload: (repo) => load(repo, true),
    reloadDescription(repo) {
      const identity = get().accounts.get(accountKey(repo))?.identity.value;
      if (!identity) load(repo, true);
      else void tasks.start(describeTask(repo), (signal) => describe(repo, identity, signal));
    },
    viewChanged(shown) {
      viewers += 1;
      set((state) => ({
        accounts: new Map(
          [...state.accounts].map(([key, one]) => [
            key,
            { ...one, profile: { ...one.profile, status: 'idle', error: undefined } as const },
          ]),
        ),
      }));
      const account = shown === undefined ? undefined : get().accounts.get(accountKey(shown));
      if (shown === undefined || !account) return;
      void tasks.start(profileTask(shown), (signal) => {
        const identity = identityOf(shown, signal);
        // Told by the account itself.
        identity.catch(() => {});
        return loadProfile(shown, identity, signal);
      });
    },
    identity: identityOf,
  };
}

const newAccount = (repo: string): Account => ({
  repo,
  identity: idle,
  handle: idle,
  profile: idle,
  description: idle,
});

const settled = (account: Account): Account => ({
  ...account,
  identity: stopped(account.identity),
  handle: stopped(account.handle),
  profile: stopped(account.profile),
  description: stopped(account.description),
});
