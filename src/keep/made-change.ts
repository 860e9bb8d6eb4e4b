/** A record before or after a change. */
export interface KeptRecord {
  readonly cid: string;
  /** As the PDS sent it, or as it was sent to the PDS. */
  readonly json: string;
}

/** A blob of a record, whose bytes are kept beside the journal: nobody serves them once no record refers to them. */
export interface KeptBlob {
  readonly cid: string;
  readonly type: string;
  readonly bytes: number;
}

/** One record that was changed. */
export interface RecordChange {
  readonly kind: 'record';
  readonly collection: string;
  readonly rkey: string;
  /** Undefined: there was none. */
  readonly before: KeptRecord | undefined;
  /** Undefined: it was deleted. */
  readonly after: KeptRecord | undefined;
  /** Blobs of `before` that could be kept. */
  readonly blobs: readonly KeptBlob[];
}

/** A procedure that was called and has an opposite, such as `muteActor`. */
export interface ProcedureChange {
  readonly kind: 'procedure';
  readonly nsid: string;
  readonly input: object;
  /** What undoes it. */
  readonly opposite: string;
  /** What the opposite is given; undefined: the same. */
  readonly oppositeInput?: object | undefined;
}

/** A preference that was changed; all of them are put at once, and only this one was another. */
export interface PreferenceChange {
  readonly kind: 'preference';
  /** Which one: its type, and of content filters the label and whose it is. */
  readonly name: {
    readonly type: string;
    readonly label?: string | undefined;
    readonly labelerDid?: string | undefined;
  };
  /** Its JSON as the PDS sent it; undefined: there was none. */
  readonly before: string | undefined;
  /** As it was sent to the PDS; undefined: it was taken away. */
  readonly after: string | undefined;
}

export type MadeChange = RecordChange | ProcedureChange | PreferenceChange;

/** What is undone at once. */
export interface UndoEntry {
  /** Sorts by time. */
  readonly id: string;
  /** Whose repository. */
  readonly did: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What was done, in a few words: `deleted 12 posts`. */
  readonly title: string;
  readonly changes: readonly MadeChange[];
  /** It undid something: what takes it back does that again. */
  readonly isUndo?: boolean | undefined;
}

/** The same change the other way round. */
export function turnedBack(change: MadeChange): MadeChange {
  if (change.kind === 'record') return { ...change, before: change.after, after: change.before, blobs: [] };
  if (change.kind === 'preference') return { ...change, before: change.after, after: change.before };
  const { nsid, input, opposite, oppositeInput = input } = change;
  return { kind: 'procedure', nsid: opposite, input: oppositeInput, opposite: nsid, oppositeInput: input };
}
