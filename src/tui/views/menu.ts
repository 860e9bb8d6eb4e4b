import { type CursorRows, keyedRows, type Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { sanitise } from '../../text/sanitise.js';
import type { Size } from '../screen/layout.js';
import type { Choice } from '../screen/offers.js';
import { type Picture, rowHits } from '../screen/picture.js';
import type { ViewBox } from '../screen/view.js';
import { drawChoices } from './choice-lines.js';

const BOX_CELLS_MAX = 100;
const BOX_LINES_MAX = 16;

/** The box of a menu: at the lower left, where prompts are, and as high as it has lines. None where there is nothing to choose. */
export const menuBox = (choices: readonly Choice[]): ViewBox => ({
  at: 'bottom',
  width: BOX_CELLS_MAX,
  height: choices.length === 0 ? 0 : Math.min(choices.length + 2, BOX_LINES_MAX),
});

export const menuRows = (choices: readonly Choice[]): CursorRows => keyedRows(choices.map(({ key }) => key));

export const menuViewport = (choices: readonly Choice[], { height }: Size): Viewport => ({
  rows: menuRows(choices),
  height,
});

/** A menu: one line for each choice, around the selected one. */
export function menuPicture(
  title: string,
  choices: readonly Choice[],
  cursor: ListCursor,
  size: Size,
): Picture {
  const window = windowOf(cursor, menuViewport(choices, size));
  return {
    lines: drawChoices(choices, window, size),
    hits: () => rowHits(window, { y: 0, width: size.width }),
    spoken() {
      const said = choices.map((choice) => sanitise(choice.title));
      const chosen = said[window.position];
      const first =
        chosen === undefined ? [] : [`selected, ${window.position + 1} of ${said.length}: ${chosen}`];
      return { role: 'menu', title, lines: [...first, ...said] };
    },
  };
}
