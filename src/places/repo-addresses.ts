/** An account: who it is, and the collections of its repository. */
export interface AccountAddress {
  readonly kind: 'repo';
  /** A handle or a DID. */
  readonly repo: string;
}

/** The records of one collection of a repository. */
export interface CollectionAddress {
  readonly kind: 'collection';
  /** A handle or a DID. */
  readonly repo: string;
  readonly collection: string;
}

/** One record. */
export interface RecordAddress {
  readonly kind: 'record';
  /** A handle or a DID. */
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

/** The at-URI of a record. */
export const recordUri = ({ repo, collection, rkey }: Omit<RecordAddress, 'kind'>): string =>
  `at://${repo}/${collection}/${rkey}`;
