import { type CursorRows, keyedRows, type Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { sanitise } from '../../text/sanitise.js';
import type { Size } from '../screen/layout.js';
import type { Choice } from '../screen/offers.js';
import { type Picture, rowHits } from '../screen/picture.js';
import type { ViewBox } from '../screen/view.js';
import { drawChoices, saidLine, saidRows } from './choice-lines.js';

const BOX_CELLS_MAX = 100;
const BOX_LINES_MAX = 16;

/** The box of a menu: at the lower left, where prompts are, and as high as it has lines. None where there is nothing to choose. */
export function menuBox(choices: readonly Choice[], area: Size): ViewBox {
  const lines = choices.length + headRows(choices, Math.min(BOX_CELLS_MAX, area.width) - 2);
  return {
    at: 'bottom',
    width: BOX_CELLS_MAX,
    height: choices.length === 0 ? 0 : Math.min(lines + 2, BOX_LINES_MAX),
  };
}

/** Rows that a sentence at the head takes beside its own line. */
const headRows = ([first]: readonly Choice[], width: number): number =>
  first?.isSaid ? saidRows(first.title, width).length - 1 : 0;

export const menuRows = (choices: readonly Choice[]): CursorRows => keyedRows(choices.map(({ key }) => key));

export const menuViewport = (choices: readonly Choice[], { width, height }: Size): Viewport => ({
  rows: menuRows(choices),
  height: Math.max(1, height - headRows(choices, width)),
});

/** A menu: one line for each choice, around the selected one. */
export function menuPicture(
  title: string,
  choices: readonly Choice[],
  cursor: ListCursor,
  size: Size,
): Picture {
  const window = windowOf(cursor, menuViewport(choices, size));
  const head = window.top === 0 && choices[0]?.isSaid ? saidRows(choices[0].title, size.width) : [];
  const below = { ...window, top: window.top + Math.min(1, head.length) };
  return {
    lines: [
      ...head.map((row) => saidLine(row, window.position === 0, size.width)),
      ...drawChoices(choices, below, { ...size, height: size.height - head.length }),
    ].slice(0, size.height),
    hits: () => rowHits(below, { y: head.length, width: size.width }),
    spoken() {
      const said = choices.map((choice) => sanitise(choice.title));
      const chosen = said[window.position];
      const first =
        chosen === undefined ? [] : [`selected, ${window.position + 1} of ${said.length}: ${chosen}`];
      return { role: 'menu', title, lines: [...first, ...said] };
    },
  };
}
