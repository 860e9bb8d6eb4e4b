import { GifReader } from 'omggif';
import type { Header } from '../../../places/blobs/picture-header/header.js';
import type { Scaler } from './scaler.js';
import { Unreadable } from './unreadable.js';

const COLOUR_MAX_BITS = 8;

/** Unpacks the first frame of a GIF; of one that is cut short comes what there is. Throws where there is no frame. */
export function decodeGif(file: Buffer, { width, height }: Header, into: Scaler): void {
  const whole = firstFrame(file);
  const reader = new GifReader(whole);
  const rgba = new Uint8Array(width * height * 4);
  const frame = reader.frameInfo(0);
  if (frame.x + frame.width > width || frame.y + frame.height > height) {
    throw new Unreadable('its first frame does not fit into it');
  }
  // Bits of a colour (GIF89a, appendix F): of more the reader never comes to an end.
  if ((whole[frame.data_offset] ?? 0) > COLOUR_MAX_BITS) throw new Unreadable('its first frame is broken');
  reader.decodeAndBlitFrameRGBA(0, rgba);
  for (let y = 0; y < height; y++) into.row(rgba.subarray(y * width * 4, (y + 1) * width * 4));
}

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];

/** The file up to the end of its first frame, ended as files are: an animation may have thousands that nobody looks at. */
function firstFrame(file: Buffer): Buffer {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(file[10] ?? 0);
  while (at < file.length) {
    const block = file[at];
    if (block === EXTENSION) at = afterParts(file, at + 2);
    else if (block === IMAGE) {
      const data = at + 10 + tableBytes(file[at + 9] ?? 0) + 1;
      const end = afterParts(file, data);
      const isWhole = end <= file.length && file[end - 1] === 0;
      const kept = isWhole ? file.subarray(0, end) : wholeParts(file, data);
      return Buffer.concat([kept, Buffer.from(isWhole ? [TRAILER] : [0, TRAILER])]);
    } else break;
  }
  throw new Unreadable('there is no frame in it');
}

/** Behind the parts of a block, each with its length before it, up to the one of none. */
function afterParts(file: Buffer, from: number): number {
  let at = from;
  while (at < file.length && file[at] !== 0) at += 1 + (file[at] ?? 0);
  return at + 1;
}

/** The file with what is whole of the parts. */
function wholeParts(file: Buffer, from: number): Buffer {
  let at = from;
  while (at < file.length && at + 1 + (file[at] ?? 0) <= file.length) at += 1 + (file[at] ?? 0);
  return file.subarray(0, at);
}
