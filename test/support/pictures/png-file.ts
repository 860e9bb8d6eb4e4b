import { crc32, deflateSync } from 'node:zlib';

/** How a PNG is to be written. Samples are numbers of `depth` bits. */
export interface PngShape {
  readonly width: number;
  readonly height: number;
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** The samples of a pixel. */
  readonly pixel: (x: number, y: number) => readonly number[];
  /** The filter of a row. Default: none. */
  readonly filter?: (row: number) => number;
  readonly isInterlaced?: boolean;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
}

/** The passes of an interlaced PNG, as its standard has them: x, y, and both steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A PNG with each pixel as it is told: all types of colour, depths and filters, interlaced or not. */
export function pngFile(shape: PngShape): Buffer {
  const { width, height, type, depth, isInterlaced = false, palette, transparency } = shape;
  return pngOf({ width, height, type, depth, isInterlaced }, [
    ...(palette ? [pngChunk('PLTE', Buffer.from(palette))] : []),
    ...(transparency ? [pngChunk('tRNS', Buffer.from(transparency))] : []),
    pngChunk('IDAT', deflateSync(rowsOf(shape))),
  ]);
}

/** A PNG of a header and of whatever chunks. */
export function pngOf(
  {
    width,
    height,
    type = 2,
    depth = 8,
    isInterlaced = false,
  }: { width: number; height: number; type?: number; depth?: number; isInterlaced?: boolean },
  chunks: readonly Buffer[],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, type, 0, 0, isInterlaced ? 1 : 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}

export function pngChunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

function rowsOf({ width, height, depth, pixel, isInterlaced, filter = () => 0 }: PngShape): Buffer {
  const rows: Buffer[] = [];
  let row = 0;
  for (const [left, top, across, down] of isInterlaced ? PASSES : [[0, 0, 1, 1] as const]) {
    let above: Buffer | undefined;
    for (let y = top; y < height && left < width; y += down) {
      const samples: number[] = [];
      for (let x = left; x < width; x += across) samples.push(...pixel(x, y));
      const count = pixel(0, 0).length;
      const line = bitsOf(samples, depth);
      const kind = filter(row++);
      rows.push(
        Buffer.from([kind]),
        filtered(line, above ?? Buffer.alloc(line.length), kind, Math.max(1, (count * depth) >> 3)),
      );
      above = line;
    }
  }
  return Buffer.concat(rows);
}

function bitsOf(samples: readonly number[], depth: number): Buffer {
  const line = Buffer.alloc(Math.ceil((samples.length * depth) / 8));
  for (const [index, sample] of samples.entries()) {
    if (depth === 16) line.writeUInt16BE(sample, index * 2);
    else {
      const bit = index * depth;
      line[bit >> 3] = line[bit >> 3]! | (sample << (8 - depth - (bit & 7)));
    }
  }
  return line;
}

/** From the standard's own words: each byte less what foretells it. */
function filtered(line: Buffer, above: Buffer, kind: number, step: number): Buffer {
  return Buffer.from(
    line.map((value, at) => {
      const a = line[at - step] ?? 0;
      const b = above[at]!;
      const c = at >= step ? above[at - step]! : 0;
      const p = a + b - c;
      const nearest = [a, b, c].reduce((best, one) => (Math.abs(p - one) < Math.abs(p - best) ? one : best));
      return value - [0, a, b, Math.floor((a + b) / 2), nearest][kind]!;
    }),
  );
}
