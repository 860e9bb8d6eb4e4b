import { decodePicture } from '../../../src/tui/pictures/decode/decode-picture.js';

/** Larger than any picture of the tests. */
export const AS_IT_IS = { maxWidth: 20_000, maxHeight: 20_000 };

/** A file read in its own size. Throws the reason where it is not. */
export function pixelsOf(bytes: Uint8Array, room = AS_IT_IS) {
  const decoded = decodePicture({ bytes, ...room });
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.pixels;
}

/** Why a file is not read. Throws where it is. */
export function reasonOf(bytes: Uint8Array, room = AS_IT_IS): string {
  const decoded = decodePicture({ bytes, ...room });
  if (decoded.ok) throw new Error(`it was read, ${decoded.pixels.width}×${decoded.pixels.height}`);
  return decoded.reason;
}

/** Red, green, blue and alpha of one pixel. */
export const pixelAt = (
  { width, rgba }: { readonly width: number; readonly rgba: Uint8Array },
  x: number,
  y: number,
): readonly number[] => [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

/** The mean of how far samples are from one another, alpha included. */
export function distance(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) throw new Error(`${one.length} samples, and ${other.length}`);
  return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / one.length;
}
