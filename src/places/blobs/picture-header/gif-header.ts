import { type Header, tooLarge, type Unread } from './header.js';

const SCREEN_BYTES = 13;

/** The logical screen (GIF89a 18): what unpacks a frame makes room for all of it. */
export function gifHeader(file: Buffer): Header | Unread {
  if (file.length < SCREEN_BYTES) return { type: 'GIF' };
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)];
  return { type: 'GIF', width, height, turn: 1, refused: tooLarge(width, height) };
}
