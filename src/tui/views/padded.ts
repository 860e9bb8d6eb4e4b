import { fit } from '../../text/fit.js';
import { PADDING_CELLS } from '../screen/layout.js';

/** A sanitised text on a line of exactly `width` cells, a space off the borders on either side. */
export function padded(paint: (text: string) => string, text: string, width: number): string {
  const room = width - 2 * PADDING_CELLS;
  if (room <= 0) return ' '.repeat(Math.max(0, width));
  return ` ${paint(fit(text, room))} `;
}
