import { isOnItsSide } from '../../../places/blobs/picture-header/header.js';
import type { Pixels } from '../../../store/pictures/pixels.js';

/** Where a pixel of the upright picture comes from (EXIF 2.3, 4.6.4 A: what its first row and column are to be). */
const SOURCES: readonly ((
  x: number,
  y: number,
  right: number,
  bottom: number,
) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y, right) => [right - x, y],
  (x, y, right, bottom) => [right - x, bottom - y],
  (x, y, _right, bottom) => [x, bottom - y],
  (x, y) => [y, x],
  (x, y, _right, bottom) => [y, bottom - x],
  (x, y, right, bottom) => [right - y, bottom - x],
  (x, y, right) => [right - y, x],
];

/** A picture as it is to be seen. */
export function turned(pixels: Pixels, turn: number): Pixels {
  const source = SOURCES[turn - 1];
  if (turn === 1 || source === undefined) return pixels;
  const onSide = isOnItsSide(turn);
  const [width, height] = onSide ? [pixels.height, pixels.width] : [pixels.width, pixels.height];
  const [right, bottom] = [pixels.width - 1, pixels.height - 1];
  const from = new Uint32Array(pixels.rgba.buffer, pixels.rgba.byteOffset, pixels.width * pixels.height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = source(x, y, right, bottom);
      to[y * width + x] = from[row * pixels.width + column] ?? 0;
    }
  }
  return { width, height, rgba: new Uint8Array(to.buffer) };
}
