import type { Pixels } from '../../store/pictures/pixels.js';
import type { PictureDepth } from '../screen/themes.js';
import { nearestColour } from './nearest-colour.js';

/** The lower half in the colour of text, the upper half in that behind it: `▀` leaves a seam between the rows of xterm. */
const LOWER_HALF = '▄';
const UPPER_HALF = '▀';
/** What can be seen through more than this is not there. */
const SEEN_FROM_ALPHA = 128;

/**
 * A picture as lines of half blocks, two pixels a cell; it stands in the middle of its box. Where it is transparent the terminal is as it
 * is. Lines are exactly `columns` wide, and leave no style open.
 */
export function blockLines(
  pixels: Pixels,
  { columns, rows, depth }: { readonly columns: number; readonly rows: number; readonly depth: PictureDepth },
): readonly string[] {
  const left = Math.max(0, (columns - pixels.width) >> 1);
  const above = Math.max(0, (rows * 2 - pixels.height) >> 1);
  function colourAt(x: number, y: number): string | undefined {
    const [column, row] = [x - left, y - above];
    if (column < 0 || row < 0 || column >= pixels.width || row >= pixels.height) return undefined;
    const at = (row * pixels.width + column) * 4;
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.rgba.subarray(at, at + 4);
    if (alpha < SEEN_FROM_ALPHA) return undefined;
    return depth === 'all' ? `2;${red};${green};${blue}` : `5;${nearestColour(red, green, blue)}`;
  }
  return Array.from({ length: rows }, (_, row) => {
    let line = '';
    let style = '';
    for (let column = 0; column < columns; column++) {
      const [upper, lower] = [colourAt(column, row * 2), colourAt(column, row * 2 + 1)];
      const [next, cell] = cellOf(upper, lower);
      line += next === style ? cell : `${style === '' ? '' : RESET}${next}${cell}`;
      style = next;
    }
    return style === '' ? line : line + RESET;
  });
}

const RESET = '\x1b[39;49m';

function cellOf(
  upper: string | undefined,
  lower: string | undefined,
): readonly [style: string, cell: string] {
  if (upper === undefined && lower === undefined) return ['', ' '];
  if (upper === undefined) return [`\x1b[38;${lower}m`, LOWER_HALF];
  if (lower === undefined) return [`\x1b[38;${upper}m`, UPPER_HALF];
  if (upper === lower) return [`\x1b[48;${upper}m`, ' '];
  return [`\x1b[38;${lower};48;${upper}m`, LOWER_HALF];
}
