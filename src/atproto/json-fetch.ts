import type { CallOptions } from './repo-source.js';

export interface JsonFetchOptions extends CallOptions {
  /** The method called, or a word for what is fetched (`did document`); it names the call in errors and in the journal. */
  readonly nsid: string;
  readonly accept?: 'json' | 'text' | undefined;
  /** `stranger` when the address was named by somebody other than the user: private addresses are then refused. */
  readonly policy: 'configured' | 'stranger';
}

export interface JsonFetchAnswer {
  readonly status: number;
  /** The body parsed. Throws a `malformed` XrpcError where it is not JSON. */
  json(): unknown;
  text(): string;
}

/**
 * A GET for what is not XRPC: DID documents, well-known files. It passes the same transport, journal, caps
 * and time-outs as a call. Answers of 4xx come back with their status; everything that the transport gives up
 * on (no connection, time-out, too large, refused, 5xx after the retries) throws an `XrpcError`.
 */
export type JsonFetch = (url: string, options: JsonFetchOptions) => Promise<JsonFetchAnswer>;
