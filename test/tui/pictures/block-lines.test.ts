import { Terminal } from '@xterm/headless';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { blockLines } from '../../../src/tui/pictures/block-lines.js';
import { colourOf, nearestColour } from '../../../src/tui/pictures/nearest-colour.js';
import { showsPictures } from '../../../src/tui/screen/themes.js';
import { randomFrom } from '../../support/random.js';

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

function pixelsOf(width: number, height: number, colour: (x: number, y: number) => Colour) {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgba.set(colour(x, y), (y * width + x) * 4);
  }
  return { width, height, rgba };
}

/** An orange sun in a sky, on nothing: round, and softer to its edge. */
const sun = pixelsOf(20, 20, (x, y) => {
  const away = Math.hypot(x - 9.5, y - 9.5);
  if (away < 5) return [255, 165 - y * 3, 0, 255];
  return [40 + x * 4, 90 + y * 5, 220, away < 9 ? 255 : Math.max(0, Math.round(255 - (away - 9) * 200))];
});

const readable = (lines: readonly string[]): string =>
  `${lines.map((line) => line.replaceAll('\x1b', '␛')).join('\n')}\n`;

describe('half blocks', () => {
  test.each(['all', '256'] as const)('of %s colours', async (depth) => {
    const lines = blockLines(sun, { columns: 24, rows: 10, depth });
    await expect(readable(lines)).toMatchFileSnapshot(`golden/sun-${depth}.txt`);
  });

  test.each([
    'all',
    '256',
  ] as const)('of %s colours show the pixels on a terminal, and nothing where there is none', async (depth) => {
    const random = randomFrom(7);
    const pixels = pixelsOf(23, 17, () => {
      const same = random.below(3) === 0;
      const part = () => (same ? 90 : random.below(256));
      return [part(), part(), part(), random.below(4) === 0 ? 0 : 255];
    });
    const [columns, rows] = [30, 11];
    const lines = blockLines(pixels, { columns, rows, depth });
    const terminal = new Terminal({ cols: columns + 1, rows, allowProposedApi: true });
    await new Promise<void>((resolve) => terminal.write(lines.join('\r\n'), resolve));
    const seen = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_none, column) => halvesAt(terminal, column, row)),
    );
    const [left, above] = [(columns - 23) >> 1, (rows * 2 - 17) >> 1];
    for (let y = 0; y < rows * 2; y++) {
      for (let x = 0; x < columns; x++) {
        const inside = x >= left && x < left + 23 && y >= above && y < above + 17;
        const [red, green, blue, alpha] = inside
          ? [...pixels.rgba.subarray(((y - above) * 23 + x - left) * 4).subarray(0, 4)]
          : [0, 0, 0, 0];
        const colour =
          depth === 'all' ? (red! << 16) | (green! << 8) | blue! : nearestColour(red!, green!, blue!);
        expect(seen[y >> 1]![x]![y & 1], `${x}, ${y}`).toBe(alpha === 0 ? 'none' : colour);
      }
    }
  });

  test('are as wide as they are to be, leave no style open, and never use the upper block', () => {
    for (const [width, height] of [
      [1, 1],
      [24, 20],
      [50, 50],
      [3, 19],
    ] as const) {
      const pixels = pixelsOf(width, height, (x, y) => [x * 5, y * 5, 9, (x + y) % 3 === 0 ? 0 : 255]);
      const lines = blockLines(pixels, { columns: 24, rows: 10, depth: 'all' });
      expect(lines.length).toBe(10);
      for (const line of lines) {
        expect(stringWidth(line)).toBe(24);
        const styles = line.match(/\x1b\[[\d;]*m/g) ?? [];
        expect(styles.at(-1) ?? '\x1b[27;39;49m').toBe('\x1b[27;39;49m');
        expect(line).not.toContain('▀');
      }
    }
  });

  test('what is half to be seen through is there, and what is more is not', () => {
    const at = (alpha: number) =>
      blockLines(
        pixelsOf(1, 2, () => [1, 2, 3, alpha]),
        { columns: 1, rows: 1, depth: 'all' },
      );
    expect(at(128)).toEqual(['\x1b[48;2;1;2;3m \x1b[27;39;49m']);
    expect(at(127)).toEqual([' ']);
  });
});

test('there are pictures where there are colours enough', () => {
  expect((['text', 'attributes', '16', '256', 'all'] as const).map((depth) => showsPictures(depth))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

describe('the nearest of 256 colours', () => {
  test('is the colour itself where it is one of them', () => {
    for (let index = 16; index < 256; index++) {
      const [red, green, blue] = colourOf(index);
      expect(colourOf(nearestColour(red, green, blue)), String(index)).toEqual([red, green, blue]);
    }
  });

  test.each<[string, [number, number, number], number]>([
    ['orange stays orange', [255, 165, 0], 214],
    ['dark orange, too', [204, 102, 0], 166],
    ['white', [254, 254, 254], 231],
    ['nearly black', [2, 2, 2], 16],
    ['a middle grey', [127, 127, 127], 244],
  ])('%s', (_, colour, index) => {
    expect(nearestColour(...colour)).toBe(index);
  });

  test('does not depend on what was asked before', () => {
    const random = randomFrom(3);
    const colours = Array.from(
      { length: 500 },
      () => [random.below(256), random.below(256), random.below(256)] as const,
    );
    const before = colours.map((colour) => nearestColour(...colour));
    const after = colours
      .toReversed()
      .map(([red, green, blue]) => nearestColour(red ^ 1, green ^ 2, blue ^ 3));
    expect(after.toReversed()).toEqual(before);
  });
});

type Half = number | 'none';

/** What the halves of a cell are drawn in: a colour, or that of the terminal. */
function halvesAt(terminal: Terminal, column: number, row: number): readonly [upper: Half, lower: Half] {
  const cell = terminal.buffer.active.getLine(row)!.getCell(column)!;
  const text: Half = cell.isFgDefault() ? 'none' : cell.getFgColor();
  const behind: Half = cell.isBgDefault() ? 'none' : cell.getBgColor();
  const [front, back] = cell.isInverse() ? [behind, text] : [text, behind];
  return cell.getChars() === '▄' ? [back, front] : [back, back];
}
