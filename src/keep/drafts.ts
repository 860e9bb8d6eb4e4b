/** A text that was typed in an editor and is not written to the network yet. */
export interface Draft {
  readonly id: string;
  /** Whose repository it is for. */
  readonly did: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly collection: string;
  /** Undefined: a new record whose key is not chosen yet. */
  readonly rkey: string | undefined;
  /** CID of the record that it is an edit of; undefined: a new record. */
  readonly base: string | undefined;
  /** The JSON of the record that it is an edit of, or what a new one began with. */
  readonly baseJson: string | undefined;
  /** The JSON of what it began with before that: files that are named in it were not typed. */
  readonly untyped?: readonly string[] | undefined;
  /** As it was typed, comments and all. */
  readonly text: string;
  /** Why it was not written, in a sentence without markup; undefined: nobody tried. */
  readonly problem: string | undefined;
}

/** Drafts on disk, in files of mode 0600. */
export interface Drafts {
  list(did: string): Promise<readonly Draft[]>;
  /** Keeps it under its id, in place of what was there. Rejects where the disk does not take it. */
  save(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
}
