import type { Pixels } from '../../store/pictures/pixels.js';
import type { PictureDepth } from '../screen/themes.js';
import { nearestColour } from './nearest-colour.js';

/** The lower half in the colour of text, the upper half in that behind it: `▀` leaves a seam between the rows of xterm. */
const LOWER_HALF = '▄';
/** What can be seen through more than this is not there. */
const SEEN_FROM_ALPHA = 128;
/** In place of a colour, where the terminal is as it is. */
const NONE = -1;

/**
 * A picture as lines of half blocks, two pixels a cell; it stands in the middle of its box. Where it is transparent the terminal is as it
 * is. Lines are exactly `columns` wide, and leave no style open.
 */
export function blockLines(
  pixels: Pixels,
  { columns, rows, depth }: { readonly columns: number; readonly rows: number; readonly depth: PictureDepth },
): readonly string[] {
  const { width, height, rgba } = pixels;
  const left = Math.max(0, (columns - width) >> 1);
  const above = Math.max(0, (rows * 2 - height) >> 1);
  function colourAt(x: number, y: number): number {
    const [column, row] = [x - left, y - above];
    if (column < 0 || row < 0 || column >= width || row >= height) return NONE;
    const at = (row * width + column) * 4;
    if ((rgba[at + 3] ?? 0) < SEEN_FROM_ALPHA) return NONE;
    const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    return depth === 'all' ? (red << 16) | (green << 8) | blue : nearestColour(red, green, blue);
  }
  const parameters = depth === 'all' ? allColours : indexedColour;
  return Array.from({ length: rows }, (_, row) => {
    let line = '';
    let [before, beforeLower] = [NONE, NONE];
    for (let column = 0; column < columns; column++) {
      const [upper, lower] = [colourAt(column, row * 2), colourAt(column, row * 2 + 1)];
      if (upper !== before || lower !== beforeLower) {
        if (before !== NONE || beforeLower !== NONE) line += RESET;
        line += styleOf(upper, lower, parameters);
        [before, beforeLower] = [upper, lower];
      }
      line += upper === lower ? ' ' : LOWER_HALF;
    }
    return before === NONE && beforeLower === NONE ? line : line + RESET;
  });
}

const RESET = '\x1b[27;39;49m';

const allColours = (colour: number): string => `2;${colour >> 16};${(colour >> 8) & 255};${colour & 255}`;
const indexedColour = (colour: number): string => `5;${colour}`;

/** What the cell of two pixels is drawn in, begun anew. */
function styleOf(upper: number, lower: number, parameters: (colour: number) => string): string {
  if (upper === lower) return upper === NONE ? '' : `\x1b[48;${parameters(upper)}m`;
  if (upper === NONE) return `\x1b[38;${parameters(lower)}m`;
  // Turned over, the text has the colour that is behind all of the terminal, and the upper half that of the text.
  if (lower === NONE) return `\x1b[7;38;${parameters(upper)}m`;
  return `\x1b[38;${parameters(lower)};48;${parameters(upper)}m`;
}
