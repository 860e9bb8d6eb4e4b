import { isNarrow } from './character-classes.js';
import { eachGrapheme } from './graphemes.js';
import { sanitise } from './sanitise.js';
import { width } from './width.js';

const ELLIPSIS = '…';

export interface FitOptions {
  /** Where the padding goes; default `left`: the text stands at the left. */
  readonly align?: 'left' | 'right' | 'center' | undefined;
}

/**
 * Sanitised text made exactly `cells` wide: padded with spaces, or cut behind a whole grapheme with `…` at the end. A wide character
 * of which only one half would fit is left out, and a space fills its place.
 */
export function fit(text: string, cells: number, options: FitOptions = {}): string {
  if (cells <= 0) return '';
  if (isNarrow(text)) {
    if (text.length > cells) return text.slice(0, cells - 1) + ELLIPSIS;
    return pad(text, cells - text.length, options.align);
  }
  const whole = headWithin(text, cells);
  if (whole.end === text.length) return pad(text, cells - whole.width, options.align);
  const head = headWithin(text, cells - 1);
  return pad(text.slice(0, head.end) + ELLIPSIS, cells - 1 - head.width, options.align);
}

/**
 * The same for text as the network sent it. Only as much of it is sanitised as could be seen, so that a cell of a megabyte costs
 * what a short one costs.
 */
export function fitRaw(text: string, cells: number, options: FitOptions = {}): string {
  if (cells <= 0) return '';
  // Joined emoji take up to some ten units for two cells; whoever writes more for a cell gets it cut early.
  const most = cells * 8 + 64;
  if (text.length <= most) return fit(sanitise(text), cells, options);
  const last = text.charCodeAt(most - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
  return fit(sanitise(text.slice(0, end)) + ELLIPSIS, cells, options);
}

/** Sanitised text made exactly `cells` wide, cut in its middle: for DIDs, CIDs and URIs, whose ends both tell. */
export function fitMiddle(text: string, cells: number, options: FitOptions = {}): string {
  if (cells <= 0) return '';
  const total = width(text);
  if (total <= cells) return pad(text, cells - total, options.align);
  const tailCells = Math.floor((cells - 1) / 2);
  const head = headWithin(text, cells - 1 - tailCells);
  const tail = tailWithin(text, total, tailCells);
  const cut = text.slice(0, head.end) + ELLIPSIS + text.slice(tail.start);
  return pad(cut, cells - 1 - head.width - tail.width, options.align);
}

/** The longest start of a sanitised text that takes at most `cells`: where it ends and what it takes. */
export function headWithin(text: string, cells: number): { end: number; width: number } {
  let end = 0;
  let taken = 0;
  eachGrapheme(text, (_start, graphemeEnd, graphemeWidth) => {
    if (taken + graphemeWidth > cells) return false;
    taken += graphemeWidth;
    end = graphemeEnd;
    return true;
  });
  return { end, width: taken };
}

function tailWithin(text: string, total: number, cells: number): { start: number; width: number } {
  let left = total;
  let start = text.length;
  eachGrapheme(text, (graphemeStart, _end, graphemeWidth) => {
    if (left <= cells) {
      start = graphemeStart;
      return false;
    }
    left -= graphemeWidth;
    return true;
  });
  return { start, width: left };
}

function pad(text: string, spaces: number, align: FitOptions['align']): string {
  if (spaces <= 0) return text;
  if (align === 'right') return ' '.repeat(spaces) + text;
  if (align === 'center') {
    const before = Math.floor(spaces / 2);
    return ' '.repeat(before) + text + ' '.repeat(spaces - before);
  }
  return text + ' '.repeat(spaces);
}
