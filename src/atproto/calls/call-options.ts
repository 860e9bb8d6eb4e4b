/** What every call takes. */
export interface CallOptions {
  /** Ends the call when the place that it was made for is left. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes that the answer may have, after decompression. Default: `ANSWER_MAX_BYTES` of the transport. */
  readonly answerMaxBytes?: number | undefined;
  /** Nobody asked for it: names beside what was asked for, who is found while one types. */
  readonly isBackground?: boolean | undefined;
}

/** What a call for one page takes. */
export interface PageOptions extends CallOptions {
  /** Items that are wanted at most, 1–100. Default: 100. */
  readonly limit?: number | undefined;
}
