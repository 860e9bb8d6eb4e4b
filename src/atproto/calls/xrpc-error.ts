import type { CallFailureKind, FailedCall } from '../../text/failed-call.js';
import type { Sentence } from '../../text/sentence.js';

/** A failed call: who failed, at what, and how. An abort is not one of these: it stays an `AbortError`. */
export class XrpcError extends Error implements FailedCall {
  override readonly name = 'XrpcError';
  readonly failure: CallFailureKind;
  readonly service: string;
  readonly nsid: string;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly retryAfter: number | undefined;
  readonly tellsAll: boolean;
  readonly hint: Sentence | undefined;

  constructor(init: {
    failure: CallFailureKind;
    service: string;
    nsid: string;
    message: string;
    status?: number | undefined;
    error?: string | undefined;
    retryAfter?: number | undefined;
    tellsAll?: boolean | undefined;
    hint?: Sentence | undefined;
    cause?: unknown;
  }) {
    super(init.message, { cause: init.cause });
    this.failure = init.failure;
    this.service = init.service;
    this.nsid = init.nsid;
    this.status = init.status;
    this.error = init.error;
    this.retryAfter = init.retryAfter;
    this.tellsAll = init.tellsAll ?? false;
    this.hint = init.hint;
  }
}
