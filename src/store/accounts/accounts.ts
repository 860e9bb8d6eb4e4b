import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { HandleCheck, Identity } from '../../atproto/identity/identity.js';
import type { StoreContext } from '../context.js';
import { isWanted, ready } from '../loadable.js';
import type { NameBook } from '../names/names.js';
import { withHeard } from '../social/own-update.js';
import { accountKey } from './accounts-selectors.js';
import type { Account, ProfileView } from './accounts-state.js';
import { accountsForOthers, isComplete, knownByDid, withPart } from './accounts-update.js';
import { loadPart } from './part-loader.js';
import { loadProfileView } from './profile-view.js';

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
  /**
   * The identity as soon as it is known, whatever becomes of the place that was loading it. Rejects with the error of resolving it,
   * or with an AbortError once `signal` is aborted.
   */
  identity(repo: string, signal: AbortSignal): Promise<Identity>;
}

export function createAccounts(context: StoreContext, names: NameBook): Accounts {
  const { client, tasks, get, set } = context;
  const resolving = new Map<string, Promise<Identity>>();
  /** Counts who has looked: an answer to somebody before is not shown. */
  let viewers = 0;

  const accountOf = (repo: string): Account | undefined => get().accounts.get(accountKey(repo));

  function resolve(repo: string, fresh: boolean, signal: AbortSignal): Promise<Identity> {
    const key = accountKey(repo);
    const promise = loadPart(context, repo, 'identity', () => client.resolve(repo, { fresh, signal }));
    resolving.set(key, promise);
    // Those who wait hear of a failure; with nobody waiting the account itself tells it.
    promise.finally(() => resolving.get(key) === promise && resolving.delete(key)).catch(() => {});
    return promise;
  }

  function loadHandle(repo: string, identity: Identity, signal: AbortSignal): Promise<unknown> {
    return loadPart(context, repo, 'handle', async () => {
      const asked = repo.startsWith('did:') ? {} : { asked: repo };
      function onVerdict(check: HandleCheck): void {
        if (check.state === 'confirmed' && identity.handle) names.learn(identity.did, identity.handle);
        // How it stands is shown at once; what the other ways say comes in behind.
        set(({ accounts }) => ({ accounts: withPart(accounts, repo, 'handle', () => ready(check)) }));
      }
      return client.checkHandle(identity, { signal, ...asked, onVerdict });
    });
  }

  function loadDescription(repo: string, identity: Identity, signal: AbortSignal): Promise<unknown> {
    return loadPart(context, repo, 'description', () => client.repo(identity).describe({ signal }));
  }

  function loadProfile(
    repo: string,
    identity: () => Promise<Identity>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const viewer = viewers;
    async function load(): Promise<ProfileView> {
      const view = await loadProfileView(context, names, repo, identity, signal);
      if (view.source === 'appview' && viewer === viewers) {
        set((state) => withHeard(state, [{ key: view.profile.did, view: view.profile }]));
      }
      return view;
    }
    return loadPart(context, repo, 'profile', load, () => viewer === viewers);
  }

  async function identityOf(repo: string, signal: AbortSignal): Promise<Identity> {
    for (;;) {
      signal.throwIfAborted();
      const identity = accountOf(repo)?.identity;
      if (identity?.status === 'ready' && identity.value) return identity.value;
      if (identity?.status === 'failed') throw identity.error;
      const others = resolving.get(accountKey(repo));
      if (!others) return await resolve(repo, false, signal);
      await others.catch((error: unknown) => {
        // Its place was left: whoever still wants to know goes on by themselves.
        if (!isAbortError(error)) throw error;
      });
    }
  }

  function load(repo: string, fresh: boolean): void {
    void tasks.start(accountTask(repo), async (signal) => {
      const known = accountOf(repo);
      const isMissing = (part: 'profile' | 'handle' | 'description') => fresh || isWanted(known?.[part]);
      const value = fresh ? undefined : known?.identity.value;
      const identity = value ? Promise.resolve(value) : resolve(repo, fresh, signal);
      const ofIdentity = identity.then((found) =>
        Promise.allSettled([
          isMissing('handle') ? loadHandle(repo, found, signal) : undefined,
          isMissing('description') ? loadDescription(repo, found, signal) : undefined,
        ]),
      );
      // What fails is told by the part that it concerns.
      await Promise.allSettled([
        isMissing('profile') ? loadProfile(repo, () => identity, signal) : undefined,
        ofIdentity,
      ]);
    });
  }

  return {
    ensure(repo) {
      set(({ accounts }) => ({ accounts: knownByDid(accounts, repo) }));
      if (!isComplete(accountOf(repo)) && !tasks.isRunning(accountTask(repo))) load(repo, false);
    },
    reload: (repo) => load(repo, true),
    reloadDescription(repo) {
      const identity = accountOf(repo)?.identity.value;
      if (!identity) return load(repo, true);
      void tasks.start(describeTask(repo), async (signal) => {
        await Promise.allSettled([loadDescription(repo, identity, signal)]);
      });
    },
    viewChanged(shown) {
      viewers += 1;
      set(({ accounts }) => ({ accounts: accountsForOthers(accounts) }));
      if (shown === undefined || !accountOf(shown)) return;
      void tasks.start(profileTask(shown), async (signal) => {
        await Promise.allSettled([loadProfile(shown, () => identityOf(shown, signal), signal)]);
      });
    },
    identity: identityOf,
  };
}
