/** A record as its PDS has it. */
export interface StoredRecord {
  readonly cid: string;
  /** As it was sent. */
  readonly json: string;
}

/** One change of one record of one's own, with its guard: nothing is overwritten or deleted that one has not seen. */
export type Write =
  /** Nothing may be there. Without a key the PDS gives it a TID. */
  | {
      readonly kind: 'create';
      readonly collection: string;
      readonly rkey: string | undefined;
      readonly json: string;
    }
  /** What is there must have the CID of `swap`; undefined: whatever is there is replaced, or nothing. */
  | {
      readonly kind: 'update';
      readonly collection: string;
      readonly rkey: string;
      readonly json: string;
      readonly swap: string | undefined;
    }
  /** The same for what is deleted; what is not there is gone already. */
  | {
      readonly kind: 'delete';
      readonly collection: string;
      readonly rkey: string;
      readonly swap: string | undefined;
    };

/** What became of a write. */
export interface Written {
  readonly collection: string;
  readonly rkey: string;
  /** Undefined where it was deleted. */
  readonly cid: string | undefined;
  /** False where all was as it should be before: nothing was written. */
  readonly isChange: boolean;
  /** Whether the PDS held it against a lexicon; undefined where it was not to, or did not say. */
  readonly validity: 'valid' | 'unknown' | undefined;
}

/** What a record has in place of the bytes of a file. */
export interface BlobRef {
  readonly $type: 'blob';
  readonly ref: { readonly $link: string };
  readonly mimeType: string;
  readonly size: number;
}
