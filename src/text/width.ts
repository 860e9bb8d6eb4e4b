import { isNarrow } from './character-classes.js';
import { eachGrapheme } from './graphemes.js';

/** Cells of the terminal that a sanitised text takes, as `string-width` counts them. */
export function width(text: string): number {
  if (isNarrow(text)) return text.length;
  let cells = 0;
  eachGrapheme(text, (_start, _end, graphemeWidth) => {
    cells += graphemeWidth;
    return true;
  });
  return cells;
}
