/** What every call takes. */
export interface CallOptions {
  /** Ends the call when the place that it was made for is left. */
  readonly signal?: AbortSignal | undefined;
}
