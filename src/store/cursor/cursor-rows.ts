/**
 * The rows that a cursor moves through. A row has an index among all rows and a position among those that are shown: a filter hides
 * some. Asking for one must cost the same in a list of a million rows.
 */
export interface CursorRows {
  /** How many rows are shown. */
  readonly length: number;
  /** Index of the row at a position. */
  indexAt(position: number): number;
  /** Position of a row, or of the first one behind it that is shown. May lie behind the last. */
  positionOf(index: number): number;
  /** What tells the row at an index from the others. */
  keyAt(index: number): string | undefined;
  /** Where the row of a key stands now. Left out where rows keep their indexes. */
  find?(key: string, index: number): number | undefined;
  /** Whether a position holds a heading of the rows below it, which is drawn and never selected. */
  isHeading?(position: number): boolean;
  /** Where the line that the row at a position is of starts, and behind which row it ends. Left out where each row is a line. */
  lineAt?(position: number): { readonly start: number; readonly end: number };
  /** The end at which new rows come: a cursor on that row stays on the newest one. */
  readonly follows?: 'first' | 'last' | undefined;
  /** Text to be read: no line is selected, and moving scrolls. */
  readonly isText?: true | undefined;
}

/** Rows, and how many of them are really drawn: what stands above and below them in the pane is taken off. */
export interface Viewport {
  readonly rows: CursorRows;
  readonly height: number;
}

/** Rows in an order that everything is shown in. */
export const everyRow = {
  indexAt: (position: number): number => position,
  positionOf: (index: number): number => index,
} as const;

/** Few rows, known by their keys. Rows that share a key are told apart by which of them comes first, second, … */
export function keyedRows(
  keys: readonly string[],
  options: Pick<CursorRows, 'isHeading' | 'follows'> = {},
): CursorRows {
  const times = new Map<string, number>();
  const unique = keys.map((key) => {
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time === 1 ? key : `${key}\n${time}`;
  });
  return {
    ...everyRow,
    ...options,
    length: unique.length,
    keyAt: (index) => unique[index],
    find(key) {
      const index = unique.indexOf(key);
      return index < 0 ? undefined : index;
    },
  };
}

/** So many lines of text to be read. */
export const textRows = (length: number): CursorRows => ({
  ...everyRow,
  length,
  keyAt: () => undefined,
  isText: true,
});
