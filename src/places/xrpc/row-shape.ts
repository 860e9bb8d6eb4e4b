/** What members the items of a list have, and what members those. */
export interface Members {
  readonly [name: string]: Members;
}

/**
 * What the items of an answer are, so that they read as they do elsewhere. `at` is the member of an item that it is; undefined: the item
 * itself.
 */
export type RowShape =
  | { readonly kind: 'account'; readonly at: string | undefined }
  | { readonly kind: 'post'; readonly at: string | undefined }
  | { readonly kind: 'record' }
  | { readonly kind: 'any' };

const has = (members: Members | undefined, ...names: readonly string[]): boolean =>
  members !== undefined && names.every((name) => Object.hasOwn(members, name));

/** `app.bsky.actor.defs#profileView` and its relatives. */
const isAccount = (members: Members | undefined): boolean => has(members, 'did', 'handle');

/** `app.bsky.feed.defs#postView`; a notification has a reason beside the same. */
const isPost = (members: Members | undefined): boolean =>
  has(members, 'uri', 'cid', 'author', 'record') && !has(members, 'reason');

/** What items are by their members. */
export function rowShape(members: Members | undefined): RowShape {
  if (isAccount(members)) return { kind: 'account', at: undefined };
  for (const at of ['actor', 'subject']) if (isAccount(members?.[at])) return { kind: 'account', at };
  if (has(members, 'uri', 'value')) return { kind: 'record' };
  if (isPost(members)) return { kind: 'post', at: undefined };
  return isPost(members?.post) ? { kind: 'post', at: 'post' } : { kind: 'any' };
}
