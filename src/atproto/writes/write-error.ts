import { type Sentence, SentenceError } from '../../text/sentence.js';
import type { StoredRecord } from './write.js';

/**
 * `changed`: another record is there than was seen. `exists`: something is there, and nothing should be. `gone`: nothing is there, and
 * something should be. `invalid`: it is not as its lexicon says, or its key is not. `unknown-lexicon`: the PDS was to check it and cannot.
 * `unsendable`: a number that does not survive, or what is no record. `blob`: a blob that the PDS has not, or a file that it does not take.
 * `too-large`: the body. `scope`: the sign-in does not allow it. `nobody`: nobody is signed in. `other-account`: the record is somebody
 * else's. `head`: another commit came between. `rate-limit`: the service takes no more for now. `uncertain`: nobody knows whether it was
 * written.
 */
export type WriteProblem =
  | 'changed'
  | 'exists'
  | 'gone'
  | 'invalid'
  | 'unknown-lexicon'
  | 'unsendable'
  | 'blob'
  | 'too-large'
  | 'scope'
  | 'nobody'
  | 'other-account'
  | 'head'
  | 'rate-limit'
  | 'uncertain';

/** Why a record was not written. Its sentence tells all: unless it is `uncertain`, nothing was written. */
export class WriteError extends SentenceError {
  override readonly name = 'WriteError';
  readonly kind: WriteProblem;
  /** What is there instead; undefined where nothing is, or it cannot be read. */
  readonly now: StoredRecord | undefined;

  constructor(
    kind: WriteProblem,
    sentence: Sentence,
    options: { now?: StoredRecord | undefined; cause?: unknown } = {},
  ) {
    super(sentence);
    if (options.cause !== undefined) this.cause = options.cause;
    this.kind = kind;
    this.now = options.now;
  }
}

/** Whether nobody knows if it was written: it counts as written where it can be undone. */
export const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof WriteError && error.kind === 'uncertain';
