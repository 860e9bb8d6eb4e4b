/**
 * Where one can be. `repo` is a handle or a DID as the user or a record wrote it; it is resolved later.
 */
export type Address =
  | { readonly kind: 'repo'; readonly repo: string }
  | { readonly kind: 'collection'; readonly repo: string; readonly collection: string }
  | { readonly kind: 'record'; readonly repo: string; readonly collection: string; readonly rkey: string }
  | { readonly kind: 'followers'; readonly repo: string }
  | { readonly kind: 'follows'; readonly repo: string }
  | { readonly kind: 'likes'; readonly repo: string; readonly collection: string; readonly rkey: string };
