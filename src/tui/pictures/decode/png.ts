import { constants, inflateSync } from 'node:zlib';
import type { Header } from '../../../places/blobs/picture-header/header.js';
import { unfilter } from './png-filter.js';
import { type PngColours, pixelReader } from './png-pixels.js';
import type { Scaler } from './scaler.js';
import { Unreadable } from './unreadable.js';

/** Bytes of rows that are unpacked at most. */
const UNPACKED_MAX_BYTES = 160 * 1024 * 1024;

/** Of which it is put together. */
const INFLATE_CHUNK_BYTES = 1024 * 1024;

/** Samples of a pixel by colour type (PNG, third edition, 11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Where the pixels of each pass of Adam7 begin, and how far they stand apart: x, y, and then both steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Unpacks a PNG. No more is inflated than its header needs, and of one that is cut short comes what there is. Throws where it is none. */
export function decodePng(file: Buffer, { width, height }: Header, into: Scaler): void {
  const depth = file[24] ?? 0;
  const type = file[25] ?? 0;
  const isInterlaced = file[28] === 1;
  if (!DEPTHS[type]?.includes(depth)) throw new Unreadable('its colours are of no kind that there is');
  const { data, ...colours } = chunksIn(file);
  const bits = depth * (SAMPLES[type] ?? 0);
  const passes = (isInterlaced ? ADAM7 : [[0, 0, 1, 1] as const])
    .map(([x, y, across, down]) => ({
      ...{ x, y, across, down },
      columns: Math.ceil((width - x) / across),
      rows: Math.ceil((height - y) / down),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const rowBytes = (columns: number) => Math.ceil((columns * bits) / 8);
  const needed = passes.reduce((sum, { columns, rows }) => sum + rows * (1 + rowBytes(columns)), 0);
  if (needed > UNPACKED_MAX_BYTES) throw new Unreadable('it is too large to be shown');
  const raw = inflated(Buffer.concat(data), needed);
  if (raw.length === 0) throw new Unreadable('there is nothing in it');
  const read = pixelReader({ type, depth, ...colours });
  const whole = isInterlaced ? new Uint8Array(width * height * 4) : undefined;
  const step = Math.max(1, bits >> 3);
  let at = 0;
  for (const { x, y, across, down, columns, rows } of passes) {
    const bytes = rowBytes(columns);
    let above: Uint8Array = new Uint8Array(bytes);
    const rgba = new Uint8Array(columns * 4);
    for (let row = 0; row < rows && at + 1 + bytes <= raw.length; row++) {
      const line = raw.subarray(at + 1, at + 1 + bytes);
      unfilter(raw[at] ?? 0, line, above, step);
      at += 1 + bytes;
      above = line;
      read(line, columns, rgba);
      if (whole === undefined) into.row(rgba);
      else spread(rgba, whole, { start: (y + row * down) * width + x, across, columns });
    }
  }
  if (whole === undefined) return;
  for (let row = 0; row < height; row++) into.row(whole.subarray(row * width * 4, (row + 1) * width * 4));
}

/** As many bytes as come, and no more than are needed. */
function inflated(data: Buffer, needed: number): Buffer {
  try {
    return inflateSync(data, {
      maxOutputLength: needed,
      finishFlush: constants.Z_SYNC_FLUSH,
      chunkSize: Math.max(64, Math.min(needed, INFLATE_CHUNK_BYTES)),
    });
  } catch (error) {
    const isBomb = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Unreadable(isBomb ? 'more is packed in it than it says' : 'its data is broken');
  }
}

function spread(
  rgba: Uint8Array,
  whole: Uint8Array,
  { start, across, columns }: { start: number; across: number; columns: number },
): void {
  for (let column = 0; column < columns; column++) {
    whole.set(rgba.subarray(column * 4, column * 4 + 4), (start + column * across) * 4);
  }
}

function chunksIn(file: Buffer): { readonly data: Buffer[] } & Pick<PngColours, 'palette' | 'transparency'> {
  const data: Buffer[] = [];
  let palette: Buffer | undefined;
  let transparency: Buffer | undefined;
  for (let at = 8; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at + 4, at + 8);
    const end = at + 8 + file.readUInt32BE(at);
    const content = file.subarray(at + 8, end);
    if (name === 'IDAT') data.push(content);
    else if (name === 'PLTE') palette = content;
    else if (name === 'tRNS') transparency = content;
    else if (name === 'IEND') break;
    at = end + 4;
  }
  return { data, palette, transparency };
}
