import { describe, expect, test } from 'vitest';
import { createScaler } from '../../../src/tui/pictures/decode/scaler.js';
import { pixelAt } from '../../support/pictures/read-picture.js';
import { randomFrom } from '../../support/random.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

function scaled(rgba: Uint8Array, from: Size, to: Size, rows = from.height) {
  const scaler = createScaler(from, to);
  for (let y = 0; y < rows; y++) scaler.row(rgba.subarray(y * from.width * 4, (y + 1) * from.width * 4));
  return { ...to, rgba: scaler.end() };
}

function light(step: number): number {
  const part = step / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
const step = (of: number): number =>
  Math.round(255 * (of <= 0.0031308 ? of * 12.92 : 1.055 * of ** (1 / 2.4) - 0.055));

/** By its words: for each pixel the mean of all that lies under it, by how much of each does. */
function meanAt(rgba: Uint8Array, from: Size, to: Size, x: number, y: number): number[] {
  const overlap = (at: number, begin: number, end: number) =>
    Math.max(0, Math.min(at + 1, end) - Math.max(at, begin));
  const sums = [0, 0, 0, 0];
  for (let row = 0; row < from.height; row++) {
    const tall = overlap(row, (y * from.height) / to.height, ((y + 1) * from.height) / to.height);
    for (let column = 0; column < from.width; column++) {
      const wide = overlap(column, (x * from.width) / to.width, ((x + 1) * from.width) / to.width);
      const at = (row * from.width + column) * 4;
      const weight = (tall * wide * rgba[at + 3]!) / 255;
      for (let part = 0; part < 3; part++) sums[part]! += light(rgba[at + part]!) * weight;
      sums[3]! += weight;
    }
  }
  const [red, green, blue, seen] = sums as [number, number, number, number];
  if (seen === 0) return [0, 0, 0, 0];
  const area = (from.width * from.height) / (to.width * to.height);
  return [step(red / seen), step(green / seen), step(blue / seen), Math.round((255 * seen) / area)];
}

describe('the scaler', () => {
  test('leaves a picture of the wanted size as it is, each of its 256 steps', () => {
    const size = { width: 256, height: 1 };
    const steps = Uint8Array.from({ length: 1024 }, (_, at) => (at % 4 === 3 ? 255 : at >> 2));
    expect(scaled(steps, size, size).rgba).toEqual(steps);
  });

  test.each([
    [
      { width: 7, height: 5 },
      { width: 3, height: 2 },
    ],
    [
      { width: 10, height: 10 },
      { width: 10, height: 3 },
    ],
    [
      { width: 13, height: 9 },
      { width: 12, height: 8 },
    ],
    [
      { width: 30, height: 40 },
      { width: 1, height: 1 },
    ],
    [
      { width: 8, height: 8 },
      { width: 4, height: 4 },
    ],
  ])('gives the mean of the light under each pixel: %j to %j', (from, to) => {
    const random = randomFrom(from.width * to.width);
    const rgba = Uint8Array.from({ length: from.width * from.height * 4 }, (_, at) =>
      at % 4 === 3 && random.below(3) > 0 ? 255 : random.below(256),
    );
    const result = scaled(rgba, from, to);
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        const mean = meanAt(rgba, from, to, x, y);
        for (const [part, value] of pixelAt(result, x, y).entries()) {
          expect(Math.abs(value - mean[part]!), `${x}, ${y}, ${part}`).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test('black and white in equal parts are half the light, and not the half of 255', () => {
    const rgba = Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 255);
    expect(pixelAt(scaled(rgba, { width: 2, height: 1 }, { width: 1, height: 1 }), 0, 0)).toEqual([
      188, 188, 188, 255,
    ]);
  });

  test('what cannot be seen has no part in a colour', () => {
    const rgba = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 0);
    expect(pixelAt(scaled(rgba, { width: 2, height: 1 }, { width: 1, height: 1 }), 0, 0)).toEqual([
      255, 0, 0, 128,
    ]);
  });

  test('rows that never come are transparent, and more than there are change nothing', () => {
    const size = { width: 1, height: 4 };
    const rgba = Uint8Array.from({ length: 16 }, () => 255);
    const part = scaled(rgba, size, { width: 1, height: 2 }, 3);
    expect([pixelAt(part, 0, 0)[3], pixelAt(part, 0, 1)[3]]).toEqual([255, 128]);
    expect(scaled(rgba, size, size, 9).rgba).toEqual(scaled(rgba, size, size).rgba);
  });
});
