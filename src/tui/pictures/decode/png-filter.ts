import { Unreadable } from './unreadable.js';

/**
 * Undoes what a row was made easier to pack by (PNG, third edition, 9.2), in place. `step` is the bytes of a pixel. One loop for each
 * filter: it is the most that a PNG costs.
 *
 * @throws for a filter that there is not
 */
export function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let at = step; at < line.length; at++) line[at] = byte(line, at) + byte(line, at - step);
      return;
    case 2:
      for (let at = 0; at < line.length; at++) line[at] = byte(line, at) + byte(above, at);
      return;
    case 3:
      for (let at = 0; at < line.length; at++) {
        const left = at >= step ? byte(line, at - step) : 0;
        line[at] = byte(line, at) + ((left + byte(above, at)) >> 1);
      }
      return;
    case 4:
      for (let at = 0; at < line.length; at++) {
        const left = at >= step ? byte(line, at - step) : 0;
        const corner = at >= step ? byte(above, at - step) : 0;
        line[at] = byte(line, at) + paeth(left, byte(above, at), corner);
      }
      return;
    default:
      throw new Unreadable('its rows are broken');
  }
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

/** The one of the three that is nearest to what they foretell together. */
function paeth(left: number, up: number, corner: number): number {
  const byLeft = Math.abs(up - corner);
  const byUp = Math.abs(left - corner);
  const byCorner = Math.abs(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
