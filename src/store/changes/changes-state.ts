export interface ChangesState {
  /** What was done last, in a few words, and can be undone; undefined: nothing. */
  readonly undoable: string | undefined;
}
