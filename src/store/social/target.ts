/** What something is done to, with its name in a sentence: `@bob.test`, `the post of @bob.test`. */
export type Target = AccountTarget | PostTarget | ListTarget | MembershipTarget;

export interface AccountTarget {
  readonly kind: 'account';
  readonly did: string;
  readonly name: string;
}

export interface PostTarget {
  readonly kind: 'post';
  /** By the DID of its author. */
  readonly uri: string;
  /** The version that one sees; undefined where only the place is known. */
  readonly cid: string | undefined;
  readonly name: string;
}

export interface ListTarget {
  readonly kind: 'list';
  readonly uri: string;
  readonly name: string;
}

/** An account on a list of one's own. */
export interface MembershipTarget {
  readonly kind: 'membership';
  readonly did: string;
  readonly list: string;
  readonly name: string;
  readonly listName: string;
}

/** What of the place can be acted on: the account, post and list that the selected row is of, else those that the place is about. */
export interface Targets {
  readonly account: AccountTarget | undefined;
  readonly post: PostTarget | undefined;
  readonly list: ListTarget | undefined;
}
