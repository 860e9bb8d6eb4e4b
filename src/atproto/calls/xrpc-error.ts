/** What went wrong with a call, in the terms that a sentence to the user needs. */
export type XrpcFailure =
  /** The service answered with an error status. */
  | 'status'
  /** No answer within the time allowed. */
  | 'timeout'
  /** No connection, or it broke. */
  | 'connection'
  /** The answer is larger than the cap. */
  | 'too-large'
  /** The answer is not what the lexicon says: not JSON, cut short, or of another shape. */
  | 'malformed'
  /** Refused here, before anything was sent (a private address named by a public DID document …). */
  | 'refused';

/** A failed call: who failed, at what, and how. An abort is not one of these: it stays an `AbortError`. */
export class XrpcError extends Error {
  override readonly name = 'XrpcError';
  readonly failure: XrpcFailure;
  /** Host (and port where not the default) of the service that failed. */
  readonly service: string;
  /** The method called, or a word for what was fetched (`did document`). */
  readonly nsid: string;
  readonly status: number | undefined;
  /** The error name of the answer's body, such as `RepoNotFound`. */
  readonly error: string | undefined;
  /** When to try again, in milliseconds since 1970, where the service said. */
  readonly retryAt: number | undefined;
  /** The message tells who failed at what by itself, as a clause; else it is only what went wrong. */
  readonly tellsAll: boolean;

  constructor(init: {
    failure: XrpcFailure;
    service: string;
    nsid: string;
    message: string;
    status?: number | undefined;
    error?: string | undefined;
    retryAt?: number | undefined;
    tellsAll?: boolean | undefined;
    cause?: unknown;
  }) {
    super(init.message, { cause: init.cause });
    this.failure = init.failure;
    this.service = init.service;
    this.nsid = init.nsid;
    this.status = init.status;
    this.error = init.error;
    this.retryAt = init.retryAt;
    this.tellsAll = init.tellsAll ?? false;
  }
}
