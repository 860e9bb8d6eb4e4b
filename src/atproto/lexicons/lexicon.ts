import { SentenceError } from '../../text/sentence.js';
import type { CallOptions } from '../calls/call-options.js';
import type { LexiconDoc } from './lexicon-doc.js';

/** A lexicon, and where it is from. */
export interface Lexicon {
  /** Its authority in lower case (atproto.com/specs/nsid). */
  readonly nsid: string;
  readonly doc: LexiconDoc;
  /** The document as it was published. */
  readonly json: string;
  readonly origin: LexiconOrigin;
}

/** Where a lexicon is from: this program brings it, or the authority of its NSID has published it, with a proof that held. */
export type LexiconOrigin =
  | { readonly kind: 'bundled' }
  | {
      readonly kind: 'published';
      readonly did: string;
      /** at-URI of the record. */
      readonly uri: string;
      readonly cid: string;
      /** Milliseconds since 1970. */
      readonly fetchedAt: number;
    };

export interface ResolveOptions extends CallOptions {
  /** Ask, whatever is known. */
  readonly fresh?: boolean | undefined;
}

/** The lexicons that there are. */
export interface Lexicons {
  /**
   * One that the program brings, or that was resolved before: nobody is asked. Undefined where it is neither. What was resolved is
   * preferred to what is brought along.
   */
  known(nsid: string): Promise<Lexicon | undefined>;
  /**
   * Asks the authority of the NSID, whose author chose the host that is called: only where the user asks for it. What was resolved within
   * the hour serves for itself, unless `fresh`: lexicons are not to be cached long (atproto.com/specs/lexicon, “Lexicon Publication and
   * Resolution”). Throws a LexiconError where it cannot be had, and an AbortError.
   */
  resolve(nsid: string, options?: ResolveOptions): Promise<Lexicon>;
}

/** Why a lexicon cannot be had. Its message is a sentence. */
export class LexiconError extends SentenceError {
  override readonly name = 'LexiconError';
  readonly kind: LexiconProblem;

  constructor(kind: LexiconProblem, message: string, options?: ErrorOptions) {
    super(message);
    if (options?.cause !== undefined) this.cause = options.cause;
    this.kind = kind;
  }
}

/**
 * `no-nsid`: the text is none. `no-authority`: DNS names no account. `several`: it names more than one. `unreachable`: DNS or a host could
 * not be asked. `not-published`: the account has no such record, which is proved. `unproved`: the proof does not hold. `malformed`: the
 * record is no lexicon.
 */
export type LexiconProblem =
  | 'no-nsid'
  | 'no-authority'
  | 'several'
  | 'unreachable'
  | 'not-published'
  | 'unproved'
  | 'malformed';
