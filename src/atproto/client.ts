import type { AppView } from './appview.js';
import type { HandleCheck, Identity } from './identity.js';
import type { Journal } from './journal.js';
import type { CallOptions, RepoSource } from './repo-source.js';

/** Remembers identities between runs. Implemented by `src/config`. */
export interface IdentityCache {
  get(key: string): { identity: Identity; storedAt: number } | undefined;
  set(key: string, identity: Identity): void;
  delete(key: string): void;
}

export interface ClientSettings {
  readonly appview: string;
  readonly plc: string;
  readonly cache?: IdentityCache | undefined;
  /** Milliseconds for one attempt of a call; default 15,000. */
  readonly timeout?: number | undefined;
}

/** The one door to the network. */
export interface AtClient {
  readonly appview: AppView;
  readonly journal: Journal;
  /** Handle or DID → identity. Never waits for the handle check. `fresh` passes over the cache. */
  resolve(repo: string, options?: CallOptions & { fresh?: boolean }): Promise<Identity>;
  /** Confirms the handle both ways; does not throw. */
  checkHandle(identity: Identity, options?: CallOptions): Promise<HandleCheck>;
  /** The records of an account at its own PDS. Throws a `refused` XrpcError when its document may not be followed. */
  repo(identity: Identity): RepoSource;
  close(): Promise<void>;
}
