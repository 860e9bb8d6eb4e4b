import type { KeptIdentity } from '../../keep/identity-cache.js';
import type { CallOptions } from '../calls/call-options.js';

/** What is known of an account from its DID document. */
export interface Identity extends KeptIdentity {
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
