/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Cells of the terminal; 0 means it shares what is left. */
  readonly width: number;
  /** Columns with a higher number are left out first when there is no room; 0 always stays. */
  readonly drop: number;
  /** A cell that says the same as the one above it is left blank: what is common to many rows is read once. */
  readonly once?: true | undefined;
}
