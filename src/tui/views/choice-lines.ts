import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import type { Size } from '../screen/layout.js';
import { noticeRows } from '../screen/notice-rows.js';
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

/** Rows of a sentence at the head of a menu. */
const SAID_ROWS_MAX = 4;

/** A sentence in place of a choice, as rows: what one can do stands at its end. */
export const saidRows = (text: string, width: number): readonly string[] =>
  noticeRows(text, Math.max(1, width - 3), SAID_ROWS_MAX);

/** One of those rows; all of them are one line of the menu. */
export function saidLine(row: string, selected: boolean, width: number): string {
  const text = fit(` ${row}`, Math.max(0, width - 1));
  return selected ? palette.accent('▌') + palette.selected(text) : ` ${text}`.slice(0, width);
}

/** What a key, or that something is in use, takes beside a long title. */
const ASIDE_CELLS_MIN = 16;

/** The title has what it needs before the aside has more than a few cells. */
function asideCells(title: string, aside: string, room: number): number {
  const wanted = cellsOf(sanitise(aside.slice(0, room * 2)));
  const left = room - 2 - cellsOf(sanitise(title.slice(0, room * 2)));
  return Math.min(
    wanted,
    Math.max(Math.min(ASIDE_CELLS_MIN, room >> 1), Math.min(left, Math.floor(room * 0.6))),
  );
}

function choiceLine({ title, aside = '' }: Omit<Choice, 'key'>, selected: boolean, width: number): string {
  const room = Math.max(0, width - 3);
  const asideRoom = aside === '' ? 0 : asideCells(title, aside, room);
  const titleRoom = Math.max(0, room - (asideRoom > 0 ? asideRoom + 2 : 0));
  const titleText = fitRaw(title, titleRoom);
  const asideText = asideRoom > 0 ? fitRaw(aside, asideRoom) : '';
  const space = asideRoom > 0 ? '  ' : '';
  if (selected) {
    return palette.accent('▌') + palette.selected(fit(` ${titleText}${space}${asideText} `, width - 1));
  }
  return fit('  ', Math.min(2, width)) + titleText + space + palette.dim(asideText) + (width > 2 ? ' ' : '');
}
