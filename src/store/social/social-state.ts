import type { OwnState } from '../../lenses/own-state.js';
import type { ListCursor } from '../cursor/list-cursor.js';
import type { Loadable } from '../loadable.js';
import type { AccountTarget, Target } from './target.js';

export interface SocialState {
  /**
   * What the account in use did since services told how it stands to others: by DID, at-URI, or `membershipKey`. It is drawn over what
   * they told; another account that is used begins with none.
   */
  readonly own: ReadonlyMap<string, OwnState>;
}

/** Something that can be acted on, and what a service told of it. */
export interface SocialTarget {
  readonly target: Target;
  readonly told: OwnState;
}

/** What can be done with what was selected when it was opened: below it events may go on. */
export interface SocialOverlay {
  readonly kind: 'social';
  readonly targets: readonly SocialTarget[];
  readonly cursor: ListCursor;
}

/** A list of one's own, and whether an account stands on it. */
export interface OwnList {
  readonly uri: string;
  readonly name: string;
  /** What it is for: `moderation`. */
  readonly purpose: string;
  /** At-URI of the record that puts the account on it; false: it does not stand on it. */
  readonly listed: string | false;
}

/** One's own lists, to put an account on one or take it off. */
export interface SocialListsOverlay {
  readonly kind: 'social-lists';
  readonly account: AccountTarget;
  readonly lists: Loadable<readonly OwnList[]>;
  readonly cursor: ListCursor;
}

/** Who takes reports. */
export interface ReportService {
  readonly did: string;
  readonly name: string;
  /** What it takes reports of, in words; empty where it does not say. */
  readonly reasons: string;
}

/** Where something can be reported: atscope reports nothing itself. */
export interface ReportOverlay {
  readonly kind: 'report';
  /** What of. */
  readonly name: string;
  /** The page of an app that has a button for it. */
  readonly page: string;
  readonly services: Loadable<readonly ReportService[]>;
  readonly cursor: ListCursor;
}
