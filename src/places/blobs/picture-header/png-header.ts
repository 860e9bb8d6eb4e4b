import { type Header, tooLarge, type Unread } from './header.js';

/** Where the first chunk stands, and what the header chunk holds (PNG, third edition, 11.2.1). */
const IHDR_AT = 8;
const IHDR_BYTES = 13;

export function pngHeader(file: Buffer): Header | Unread {
  if (file.length < IHDR_AT + 8 + IHDR_BYTES || file.toString('latin1', 12, 16) !== 'IHDR') {
    return { type: 'PNG' };
  }
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  return { type: 'PNG', width, height, turn: 1, refused: tooLarge(width, height) };
}
