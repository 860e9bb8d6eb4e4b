/** The rows of a list that are marked, by the keys of its listing: they outlast a page that arrives, a reload and another order. */
export interface Marks {
  /** `addressKey` of the list. */
  readonly of: string;
  /** Grows and shrinks in place; a new `Marks` says that it did. */
  readonly keys: Set<string>;
}
