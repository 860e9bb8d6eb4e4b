import { PADDING_CELLS, type Size } from '../screen/layout.js';

const margin = ' '.repeat(PADDING_CELLS);

/** Lines with the space between them and the border on either side. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => margin + line + margin);

/** What is left for the lines between those spaces. */
export const withinMargins = ({ width, height }: Size): Size => ({
  width: Math.max(1, width - 2 * PADDING_CELLS),
  height: Math.max(1, height),
});
