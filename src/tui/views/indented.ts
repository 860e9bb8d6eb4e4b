import { padding } from '../screen/layout.js';

const margin = ' '.repeat(padding);

/** Lines with the space between them and the border on either side. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => margin + line + margin);
