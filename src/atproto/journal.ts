/** One call as the `x` screen shows it. Secrets never enter it. */
export interface JournalEntry {
  readonly id: number;
  readonly method: string;
  readonly nsid: string;
  readonly url: string;
  /** Request headers worth copying into curl; never Authorization. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Undefined while under way. */
  readonly milliseconds: number | undefined;
  readonly status: number | undefined;
  /** Size of the answer's body after decompression. */
  readonly bytes: number | undefined;
  /** What went wrong, in words; also `waiting until …` while a rate limit holds the call. */
  readonly note: string | undefined;
  /** The start of the answer, for looking at. */
  readonly body: string | undefined;
  /** Milliseconds since 1970 at which a held-back call goes on. */
  readonly waitingUntil: number | undefined;
}

/** A bounded list of the calls made, newest last. */
export interface Journal {
  entries(): readonly JournalEntry[];
  subscribe(listener: () => void): () => void;
}
