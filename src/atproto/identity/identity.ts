import type { KeptIdentity } from '../../keep/identity-cache.js';
import type { CallOptions } from '../calls/call-options.js';

/** What is known of an account from its DID document. */
export interface Identity extends KeptIdentity {
  /** True when it came from the cache between runs. */
  readonly cached: boolean;
}

/** What one way from a handle to its account says. Reasons are short and begin without a capital. */
export type WayAnswer =
  | { readonly said: 'did'; readonly did: string }
  /** More than one account, which counts as none (atproto.com/specs/handle, “DNS TXT Method”). */
  | { readonly said: 'several'; readonly dids: readonly string[] }
  /** It answered, and names no account. */
  | { readonly said: 'none'; readonly reason: string }
  /** It was not contacted, because a rule of ours is against it. */
  | { readonly said: 'refused'; readonly reason: string }
  /** It could not be asked, or did not answer in time. */
  | { readonly said: 'nothing'; readonly reason: string }
  /** It was asked just now. */
  | { readonly said: 'asked' }
  | { readonly said: 'not asked'; readonly reason: string };

/** The ways from a handle to its account. */
export type HandleWay = 'dns' | 'https' | 'appview';

/** What each way said. */
export type HandleWays = Readonly<Record<HandleWay, WayAnswer>>;

/** How the handle of an identity stands. Reasons are short and begin without a capital, such as `handle does not point back: …`. */
export type HandleCheck = {
  /** Not there where no way was asked, because the document names no handle. */
  readonly ways?: HandleWays;
} & (
  | /** Both ways confirmed; `by` says who confirmed handle → DID. */
  { readonly state: 'confirmed'; readonly by: HandleWay }
  /** The handle resolves to another DID or to none, or the document names none, or not the one that was asked for. */
  | { readonly state: 'wrong'; readonly reason: string }
  /** It could not be checked now. */
  | { readonly state: 'unknown'; readonly reason: string }
);

export interface HandleCheckOptions extends CallOptions {
  /** The handle by which the account was addressed: when its document names another one, the check says so. */
  readonly asked?: string | undefined;
  /** Hears how the handle stands as soon as that is certain, while the other ways are still asked what they say. */
  readonly onVerdict?: (check: HandleCheck) => void;
}
