/** Whether a record is as its lexicon says. */
export type Validity =
  | { readonly status: 'valid' }
  | {
      readonly status: 'invalid';
      /** At least one; the first is what a PDS would refuse the record for. */
      readonly issues: readonly ValidityIssue[];
    }
  | {
      readonly status: 'unknown';
      /** The NSIDs of lexicons that cannot be had here, or that are none. */
      readonly missing: readonly string[];
    };

/** What is wrong in a record. */
export interface ValidityIssue {
  /** Where, such as `embed.images[0].alt`; `` for the whole, `rkey` for its key where `message` says so. */
  readonly path: string;
  /** A few words. */
  readonly message: string;
}

/** A record as it is in a repository. */
export interface RecordToValidate {
  readonly collection: string;
  readonly rkey: string;
  /** As it was sent. */
  readonly json: string;
}

export interface ValidateOptions {
  /** Ask the authorities of lexicons that are not known here: hosts that their authors chose. By default nobody is asked. */
  readonly resolve?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}
