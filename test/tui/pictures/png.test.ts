import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type PngShape, pngChunk, pngFile, pngOf } from '../../support/pictures/png-file.js';
import { distance, pixelAt, pixelsOf, reasonOf } from '../../support/pictures/read-picture.js';
import { randomFrom } from '../../support/random.js';

const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] } as const;
const SAMPLES = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const TYPES = [0, 2, 3, 4, 6] as const;

const kinds = TYPES.flatMap((type) =>
  DEPTHS[type].flatMap((depth) => [false, true].map((isInterlaced) => ({ type, depth, isInterlaced }))),
);

/** A picture of random samples, in all five filters, and its samples. */
function randomShape(kind: Pick<PngShape, 'type' | 'depth' | 'isInterlaced'>, width: number, height: number) {
  const random = randomFrom(width * 100 + height);
  const samples = Array.from({ length: width * height }, () =>
    Array.from({ length: SAMPLES[kind.type] }, () => random.below(2 ** kind.depth)),
  );
  const shape: PngShape = {
    ...kind,
    ...{ width, height },
    pixel: (x, y) => samples[y * width + x]!,
    filter: (row) => row % 5,
    ...(kind.type === 3 && { palette: PALETTE.slice(0, 3 * 2 ** kind.depth) }),
  };
  return shape;
}
const PALETTE = Array.from({ length: 3 * 256 }, (_, at) => (at * 89) % 256);

/** As it is to be seen, by the words of the standard: samples stretched to eight bits. */
function seen({ type, depth, pixel }: PngShape, x: number, y: number): readonly number[] {
  const samples = pixel(x, y);
  if (type === 3) return [...PALETTE.slice(samples[0]! * 3, samples[0]! * 3 + 3), 255];
  const eight = samples.map((sample) =>
    depth === 16 ? sample >> 8 : Math.round((sample * 255) / (2 ** depth - 1)),
  );
  const [first = 0, second = 0, third = 0, fourth = 255] = eight;
  if (type === 0) return [first, first, first, 255];
  return type === 4 ? [first, first, first, second] : [first, second, third, fourth];
}

describe.each(kinds)('a PNG of type $type, $depth bits, interlaced: $isInterlaced', (kind) => {
  test.each([
    [1, 1],
    [3, 2],
    [9, 13],
    [17, 8],
  ])('of %i × %i', (width, height) => {
    const shape = randomShape(kind, width, height);
    const pixels = pixelsOf(pngFile(shape));
    expect([pixels.width, pixels.height]).toEqual([width, height]);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [want, is] = [seen(shape, x, y), pixelAt(pixels, x, y)];
        // What cannot be seen has no colour.
        if (want[3] === 0) expect(is[3]).toBe(0);
        else expect(is, `${x}, ${y}`).toEqual(want);
      }
    }
  });
});

test('what writes the PNGs of these tests writes what others read', async () => {
  for (const kind of kinds) {
    const file = pngFile(randomShape(kind, 9, 13));
    const { data } = await sharp(file)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { rgba } = pixelsOf(file);
    // Where nothing is seen, sharp tells the colour all the same.
    for (let at = 0; at < rgba.length; at += 4) if (rgba[at + 3] === 0) data.fill(0, at, at + 4);
    // Of 16 bits sharp rounds where the upper eight are taken here.
    expect(distance(data, rgba), JSON.stringify(kind)).toBeLessThan(1);
  }
});

describe('transparency', () => {
  test.each([8, 16] as const)('one colour of %i bits, exactly', (depth) => {
    const most = 2 ** depth - 1;
    const colours = [
      [most, 0, 1],
      [most, 0, 2],
    ];
    const file = pngFile({
      ...{ width: 2, height: 1, type: 2, depth },
      pixel: (x) => colours[x]!,
      transparency: [most >> 8, most & 255, 0, 0, 0, 1],
    });
    const pixels = pixelsOf(file);
    expect([pixelAt(pixels, 0, 0)[3], pixelAt(pixels, 1, 0)[3]]).toEqual([0, 255]);
  });

  test.each([1, 2, 4, 8, 16] as const)('one grey of %i bits', (depth) => {
    const pixels = pixelsOf(
      pngFile({ width: 2, height: 1, type: 0, depth, pixel: (x) => [x], transparency: [0, 1] }),
    );
    expect([pixelAt(pixels, 0, 0)[3], pixelAt(pixels, 1, 0)[3]]).toEqual([255, 0]);
  });

  test('of a palette, for its first colours', () => {
    const pixels = pixelsOf(
      pngFile({
        ...{ width: 3, height: 1, type: 3, depth: 2, pixel: (x) => [x] },
        palette: [255, 0, 0, 0, 255, 0, 0, 0, 255],
        transparency: [0, 128],
      }),
    );
    expect([0, 1, 2].map((x) => pixelAt(pixels, x, 0))).toEqual([
      [0, 0, 0, 0],
      [0, 255, 0, 128],
      [0, 0, 255, 255],
    ]);
  });
});

describe('what is not whole', () => {
  const red = pngFile({
    width: 64,
    height: 64,
    type: 2,
    depth: 8,
    pixel: (x, y) => [255, (x * y) % 251, (x ^ y) * 3],
  });

  test('of a file that is cut the upper part is shown', () => {
    const whole = pixelsOf(red);
    const part = pixelsOf(red.subarray(0, Math.round(red.length / 2)));
    expect([part.width, part.height]).toEqual([64, 64]);
    expect(pixelAt(part, 5, 0)).toEqual(pixelAt(whole, 5, 0));
    expect(pixelAt(part, 63, 10)).toEqual(pixelAt(whole, 63, 10));
    expect(pixelAt(part, 5, 63)).toEqual([0, 0, 0, 0]);
  });

  test('a file without data is told', () => {
    expect(reasonOf(pngOf({ width: 4, height: 3 }, []))).toBe(
      'This is a PNG (4×3), which could not be read: there is nothing in it.',
    );
  });

  test('a filter that there is not is told', () => {
    const data = pngChunk('IDAT', deflateSync(Buffer.from([9, 1, 2, 3])));
    expect(reasonOf(pngOf({ width: 1, height: 1 }, [data]))).toMatch(
      /could not be read: its rows are broken\.$/,
    );
  });

  test('data that is no zlib is told', () => {
    const data = pngChunk('IDAT', Buffer.from('<html>'));
    expect(reasonOf(pngOf({ width: 1, height: 1 }, [data]))).toMatch(
      /could not be read: its data is broken\.$/,
    );
  });

  test.each([
    [0, 3],
    [3, 16],
    [2, 1],
    [6, 4],
    [5, 8],
    [7, 8],
  ])('type %i of %i bits is none that there is', (type, depth) => {
    expect(reasonOf(pngOf({ width: 1, height: 1, type, depth }, []))).toMatch(
      /could not be read: its colours are of no kind that there is\.$/,
    );
  });
});
