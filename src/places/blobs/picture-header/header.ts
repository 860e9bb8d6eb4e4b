/** What the first bytes of a picture's file say of it. */
export interface PictureFacts {
  /** As people call it: `JPEG`, `PNG`, `WebP`, `GIF`, `AVIF`. */
  readonly type: string;
  /** In pixels, as it is to be seen: turned as its EXIF says. Undefined where they could not be read. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** What a file says of its picture before anything of it is unpacked. Sides are as they are stored, and `turn` is still to be done. */
export interface Header {
  readonly type: 'JPEG' | 'PNG' | 'WebP' | 'GIF';
  readonly width: number;
  readonly height: number;
  /** As EXIF tells it, 1–8; 1: as it is. */
  readonly turn: number;
  /** Why it is not to be unpacked, as the end of a sentence that begins with what it is. */
  readonly refused?: string | undefined;
}

/** A file of a kind that nothing here reads. */
export interface Unread {
  readonly type: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Pixels of a side, and in all: what unpacks more takes the memory of the whole machine. */
export const SIDE_MAX = 16_384;
export const PIXELS_MAX = 25_000_000;

/** Why a picture of that size is not unpacked; undefined where it is. */
export function tooLarge(width: number, height: number): string | undefined {
  if (width <= 0 || height <= 0) return 'which has no size';
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX) {
    return 'which is too large to be shown';
  }
  return undefined;
}

/** From the fifth on a picture lies on its side. */
export const isOnItsSide = (turn: number): boolean => turn >= 5;

/** The picture as it is to be seen. */
export function factsOf({ type, width, height, turn }: Header): PictureFacts {
  return isOnItsSide(turn) ? { type, width: height, height: width } : { type, width, height };
}

/** `a JPEG (1200×800)`. */
export function nameOf({ type, width, height }: PictureFacts): string {
  const size = width === undefined || height === undefined ? '' : ` (${width}×${height})`;
  return `${/^(?:[AEIOU]|SVG)/.test(type) ? 'an' : 'a'} ${type}${size}`;
}
