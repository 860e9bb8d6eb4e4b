import type { Sentence } from './sentence.js';

/** A call to a service that failed, as far as a sentence about it needs. */
export interface FailedCall {
  readonly name: 'XrpcError';
  readonly failure: CallFailureKind;
  /** Host (and port where not the default) of the service that failed. */
  readonly service: string;
  /** The method called, or a word for what was fetched (`did document`). */
  readonly nsid: string;
  readonly status: number | undefined;
  /** The error name of the answer's body, such as `RepoNotFound`. */
  readonly error: string | undefined;
  readonly message: string;
  /** From when on the service takes the call again, in milliseconds since 1970, where it said. */
  readonly retryAfter: number | undefined;
  /** The message tells who failed at what by itself, as a clause; else it is only what went wrong. */
  readonly tellsAll: boolean;
  /** What would help, as a sentence. */
  readonly hint?: Sentence | undefined;
}

/** What went wrong with a call, in the terms that a sentence to the user needs. */
export type CallFailureKind =
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

/** Failed calls are told by their name, since the room that makes them is above this one. */
export function isFailedCall(error: unknown): error is FailedCall {
  return error instanceof Error && error.name === 'XrpcError' && 'failure' in error;
}
