/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Cells of the terminal; 0 means it shares what is left. */
  readonly width: number;
  /** Columns with a higher number are left out first when there is no room; 0 always stays. */
  readonly drop: number;
}
