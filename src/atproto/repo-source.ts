import type { CallOptions, PageOptions } from './calls/call-options.js';
import type { RawItem, RawItems } from './calls/raw-items.js';
import type { RepoDescription } from './repo-description.js';

export interface ListOptions extends PageOptions {
  /** Oldest first instead of newest first. */
  readonly reverse?: boolean | undefined;
}

/** Where the records of one repository come from: a PDS over XRPC, or an archive on disk. */
export interface RepoSource {
  describe(options?: CallOptions): Promise<RepoDescription>;
  /** The newest commit. */
  latest(options?: CallOptions): Promise<{ readonly rev: string; readonly cid: string }>;
  /** One page of records `{uri, cid, value}`, each kept as the bytes that the service sent. */
  list(
    collection: string,
    cursor: string | undefined,
    options?: ListOptions,
  ): Promise<{ items: RawItems; cursor: string | undefined }>;
  /** One record `{uri, cid, value}`. */
  get(collection: string, rkey: string, options?: CallOptions): Promise<RawItem>;
  /** What proves that a record is there, or that it is not: a CAR, as it was sent. Nothing of it is checked. */
  proof(collection: string, rkey: string, options?: CallOptions): Promise<Uint8Array>;
}
