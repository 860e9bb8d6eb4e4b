import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import type { Size } from '../screen/layout.js';
import type { Choice } from '../screen/offers.js';
import { palette } from '../screen/style.js';

/** The lines of a menu that are in sight: `height` lines of `width` cells. A position that no line has marks none. */
export function drawChoices(
  choices: readonly Omit<Choice, 'key'>[],
  { top, end, position }: Pick<CursorWindow, 'top' | 'end' | 'position'>,
  { width, height }: Size,
): string[] {
  const lines = choices
    .slice(top, Math.min(end, top + height))
    .map((choice, offset) => choiceLine(choice, top + offset === position, width));
  while (lines.length < height) lines.push(' '.repeat(Math.max(0, width)));
  return lines;
}

function choiceLine({ title, aside = '' }: Omit<Choice, 'key'>, selected: boolean, width: number): string {
  const room = Math.max(0, width - 3);
  const asideRoom =
    aside === '' ? 0 : Math.min(cellsOf(sanitise(aside.slice(0, room * 2))), Math.floor(room * 0.6));
  const titleRoom = Math.max(0, room - (asideRoom > 0 ? asideRoom + 2 : 0));
  const titleText = fitRaw(title, titleRoom);
  const asideText = asideRoom > 0 ? fitRaw(aside, asideRoom) : '';
  const space = asideRoom > 0 ? '  ' : '';
  if (selected) {
    return palette.accent('▌') + palette.selected(fit(` ${titleText}${space}${asideText} `, width - 1));
  }
  return fit('  ', Math.min(2, width)) + titleText + space + palette.dim(asideText) + (width > 2 ? ' ' : '');
}
