import type { ProfileDetailed } from '../../atproto/appview.js';
import type { HandleCheck, Identity } from '../../atproto/identity/identity.js';
import type { RepoDescription } from '../../atproto/repo-description.js';
import type { Loadable } from '../loadable.js';

/** A profile as the AppView tells it, or the repository's own record where no AppView answered. */
export type ProfileView =
  | {
      readonly source: 'appview';
      readonly profile: ProfileDetailed;
      /** DID of the account that was signed in: the relations are its own. */
      readonly viewer?: string | undefined;
    }
  | {
      readonly source: 'repo';
      readonly record: unknown;
      /** Why the AppView was not the source. */
      readonly reason: unknown;
    };

/** What is known of an account, each asked for by itself. */
export interface AccountFacts {
  readonly identity: Identity;
  readonly handle: HandleCheck;
  readonly profile: ProfileView;
  readonly description: RepoDescription;
}

export type AccountParts = { readonly [Part in keyof AccountFacts]: Loadable<AccountFacts[Part]> };

export interface Account extends AccountParts {
  /** The handle or DID by which it was first addressed. */
  readonly repo: string;
}

export interface AccountsState {
  /** By the handle or DID that addresses it; several may lead to the same Account. */
  readonly accounts: ReadonlyMap<string, Account>;
}
