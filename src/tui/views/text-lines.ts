import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import type { Size } from '../screen/layout.js';

/** The lines of a text that are in sight, with blank ones to fill up: `height` lines. */
export function drawText(
  lines: readonly string[],
  { top, end }: Pick<CursorWindow, 'top' | 'end'>,
  { width, height }: Size,
): string[] {
  const shown = lines.slice(top, Math.min(end, top + height));
  while (shown.length < height) shown.push(' '.repeat(Math.max(0, width)));
  return shown;
}

/** Which of the rows are in sight: `4–12 of 30`. */
export const rangeText = ({ top, end, length }: Pick<CursorWindow, 'top' | 'end' | 'length'>): string =>
  `${Math.min(top + 1, length)}–${end} of ${length}`;

/** The same where not all of them are. */
export const partText = (window: CursorWindow): string | undefined =>
  window.end - window.top < window.length ? rangeText(window) : undefined;

/** Parts of a title with a dot between them; undefined where there are none. */
export const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part).join(' · ') || undefined;
