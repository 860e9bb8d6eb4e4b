import type { Validity } from '../../atproto/lexicons/validity.js';

/** What is known of a record under its lexicon, and of which JSON of it: another version is another record. */
export type ValidityEntry = { readonly json: string } & (
  | { readonly status: 'checking' }
  | { readonly status: 'checked'; readonly validity: Validity }
  /** Why it could not be held against its lexicon. */
  | { readonly status: 'failed'; readonly error: unknown }
);

export interface ValiditiesState {
  /** Of the records opened or validated last, by the key of their address (`addressKey`). */
  readonly validities: ReadonlyMap<string, ValidityEntry>;
}
