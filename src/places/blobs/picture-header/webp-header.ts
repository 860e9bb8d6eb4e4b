import { type Header, tooLarge, type Unread } from './header.js';

/** A chunk of RIFF, by its name and where its content stands. */
export interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The chunks from a position on, as far as they are whole; the last may be cut short. */
export function* chunksOf(file: Buffer, from: number, to: number): Generator<Chunk> {
  for (let at = from; at + 8 <= to; ) {
    const start = at + 8;
    const end = start + file.readUInt32LE(at + 4);
    yield { name: file.toString('latin1', at, at + 4), start, end: Math.min(end, to) };
    at = end + (end % 2);
  }
}

/** After `RIFF`, its size and `WEBP`. */
export const FIRST_CHUNK_AT = 12;
/** Where a frame of an animation stands, how large it is and how long it stays; then come its chunks. */
export const FRAME_HEAD_BYTES = 16;

/** By the first chunk of the picture (developers.google.com/speed/webp/docs/riff_container); of an animation that is its first frame. */
export function webpHeader(file: Buffer): Header | Unread {
  for (const { name, start, end } of chunksOf(file, FIRST_CHUNK_AT, file.length)) {
    // What a frame says of its size is not what is unpacked: that is in its own chunks.
    if (name === 'ANMF') return headerIn(file, start + FRAME_HEAD_BYTES, end);
    const header = headerOf(name, file.subarray(start, end));
    if (header) return header;
  }
  return { type: 'WebP' };
}

function headerIn(file: Buffer, from: number, to: number): Header | Unread {
  for (const { name, start, end } of chunksOf(file, from, to)) {
    const header = headerOf(name, file.subarray(start, end));
    if (header) return header;
  }
  return { type: 'WebP' };
}

function headerOf(name: string, content: Buffer): Header | undefined {
  const size = frameSize(name, content);
  return size && { type: 'WebP', ...size, turn: 1, refused: tooLarge(size.width, size.height) };
}

function frameSize(name: string, content: Buffer): { width: number; height: number } | undefined {
  if (name === 'VP8 ' && content.length >= 10) {
    return { width: content.readUInt16LE(6) & 0x3fff, height: content.readUInt16LE(8) & 0x3fff };
  }
  if (name === 'VP8L' && content.length >= 5) {
    const bits = content.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return undefined;
}
