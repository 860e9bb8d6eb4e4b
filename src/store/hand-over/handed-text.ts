/** What is shown, as another program gets it. Nothing in it is obeyed by a terminal. */
export interface HandedText {
  /** What it is, in a word or two: `record`. */
  readonly label: string;
  /** What a file of it is called. */
  readonly name: string;
  /** Its text in pieces; made when it is read. */
  chunks(): Iterable<string>;
}
