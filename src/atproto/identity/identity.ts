import type { CallOptions } from '../calls/call-options.js';

/** What is known of an account from its DID document. */
export interface Identity {
  readonly did: string;
  /** The handle that the document names (first valid `at://` of `alsoKnownAs`), in lower case, not yet confirmed. */
  readonly handle: string | undefined;
  /** Origin of the PDS, such as `https://morel.us-east.host.bsky.network`. */
  readonly pds: string | undefined;
  /** The `#atproto` signing key as a Multikey: `z…`, what follows `did:key:`, whatever form the document has it in. */
  readonly signingKey: string | undefined;
  /** The document as it came. */
  readonly document: Record<string, unknown>;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** True when it came from the cache between runs. */
  readonly cached: boolean;
}

/** How the handle of an identity stands. Reasons are short and begin without a capital, such as `handle does not point back: …`. */
export type HandleCheck =
  /** Both ways confirmed; `by` says who confirmed handle → DID. */
  | { readonly state: 'confirmed'; readonly by: 'dns' | 'https' | 'appview' }
  /** The handle resolves to another DID or to none, or the document names none, or not the one that was asked for. */
  | { readonly state: 'wrong'; readonly reason: string }
  /** It could not be checked now. */
  | { readonly state: 'unknown'; readonly reason: string };

export interface HandleCheckOptions extends CallOptions {
  /** The handle by which the account was addressed: when its document names another one, the check says so. */
  readonly asked?: string | undefined;
}

/** Remembers identities between runs. Implemented by `src/config`. */
export interface IdentityCache {
  get(key: string): { identity: Identity; storedAt: number } | undefined;
  set(key: string, identity: Identity): void;
  delete(key: string): void;
}
