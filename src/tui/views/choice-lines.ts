import { windowTop } from '../../store/scroll.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

/** A line of a menu. Texts as they come: painting sanitises. */
export interface Choice {
  readonly title: string;
  /** What stands at the right: keys, or what would be copied. */
  readonly aside?: string | undefined;
}

/** The window of a menu that has the selected line in it: `height` lines of `width` cells. */
export function drawChoices(choices: readonly Choice[], selected: number, { width, height }: Size): string[] {
  // A menu has no scroll of its own: the selected line stands at the bottom once it is past the first screen.
  const top = windowTop(0, Math.max(0, selected), choices.length, height);
  const lines = choices
    .slice(top, top + height)
    .map((choice, offset) => choiceLine(choice, top + offset === selected, width));
  while (lines.length < height) lines.push(' '.repeat(Math.max(0, width)));
  return lines;
}

function choiceLine({ title, aside = '' }: Choice, selected: boolean, width: number): string {
  const room = Math.max(0, width - 3);
  const asideRoom =
    aside === '' ? 0 : Math.min(cellsOf(sanitise(aside.slice(0, room * 2))), Math.floor(room * 0.6));
  const titleRoom = Math.max(0, room - (asideRoom > 0 ? asideRoom + 2 : 0));
  const titleText = fitRaw(title, titleRoom);
  const asideText = asideRoom > 0 ? fitRaw(aside, asideRoom) : '';
  const space = asideRoom > 0 ? '  ' : '';
  if (selected)
    return palette.accent('▌') + palette.selected(fit(` ${titleText}${space}${asideText} `, width - 1));
  return fit('  ', Math.min(2, width)) + titleText + space + palette.dim(asideText) + (width > 2 ? ' ' : '');
}
