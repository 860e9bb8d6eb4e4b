import { deflateSync } from 'node:zlib';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { CELL_MARKS } from '../../../src/tui/pictures/cell-marks.js';
import {
  KITTY_CELLS_MAX,
  kittyDelete,
  kittyTransmit,
  pictureIds,
  placeholderLines,
} from '../../../src/tui/pictures/kitty.js';
import { KittyReader } from '../../support/pictures/kitty-reader.js';
import { randomFrom } from '../../support/random.js';

/** Of random colours, so that it does not pack. */
function noise(width: number, height: number) {
  const random = randomFrom(width + height);
  return { width, height, rgba: Uint8Array.from({ length: width * height * 4 }, () => random.below(256)) };
}

describe('a picture for kitty', () => {
  test('in bytes', () => {
    const pixels = { width: 2, height: 1, rgba: Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 255) };
    const data = deflateSync(pixels.rgba).toString('base64');
    expect(kittyTransmit({ id: 66_051, pixels, columns: 2, rows: 1, wrapForTmux: false })).toBe(
      `\x1b_Ga=T,U=1,q=2,f=32,o=z,s=2,v=1,i=66051,c=2,r=1,m=0;${data}\x1b\\`,
    );
    expect(kittyDelete(66_051, false)).toBe('\x1b_Ga=d,d=I,q=2,i=66051\x1b\\');
    expect(kittyDelete(66_051, true)).toBe('\x1bPtmux;\x1b\x1b_Ga=d,d=I,q=2,i=66051\x1b\x1b\\\x1b\\');
  });

  test.each([
    1, 5, 27, 28, 150,
  ])('arrives whole, in parts that the protocol allows: %i × %i pixels', (side) => {
    const pixels = noise(side, side);
    for (const wrapForTmux of [false, true]) {
      const reader = new KittyReader();
      const text = kittyTransmit({ id: 300, pixels, columns: 7, rows: 3, wrapForTmux });
      if (wrapForTmux) reader.readThroughTmux(text);
      else reader.read(text);
      const picture = reader.pictures.get(300);
      expect(picture).toMatchObject({ columns: 7, rows: 3, width: side, height: side });
      expect(Buffer.compare(picture!.rgba, pixels.rgba)).toBe(0);
    }
  });

  test('is sent as it was packed elsewhere', () => {
    const pixels = noise(20, 20);
    const packed = deflateSync(pixels.rgba, { level: 1 });
    const text = kittyTransmit({
      id: 9,
      pixels: { ...pixels, packed },
      columns: 1,
      rows: 1,
      wrapForTmux: false,
    });
    expect(text).toContain(packed.toString('base64').slice(0, 100));
    const reader = new KittyReader();
    reader.read(text);
    expect(Buffer.compare(reader.pictures.get(9)!.rgba, pixels.rgba)).toBe(0);
  });

  test('is forgotten, and another one is not', () => {
    const reader = new KittyReader();
    for (const id of [7, 8]) {
      reader.read(kittyTransmit({ id, pixels: noise(3, 3), columns: 1, rows: 1, wrapForTmux: false }));
    }
    reader.read(kittyDelete(7, false));
    expect([...reader.pictures.keys()]).toEqual([8]);
  });
});

describe('the marks of rows and columns', () => {
  test('are those of kitty, in its order', () => {
    // From its file rowcolumn-diacritics.txt, by line.
    for (const [at, code] of [
      [0, 0x0305],
      [1, 0x030d],
      [2, 0x030e],
      [3, 0x0310],
      [4, 0x0312],
      [5, 0x033d],
      [8, 0x0346],
      [17, 0x0363],
      [30, 0x0483],
      [54, 0x0610],
      [69, 0x06d6],
      [259, 0xa8e9],
    ] as const) {
      expect(CELL_MARKS[at]?.codePointAt(0)?.toString(16), String(at)).toBe(code.toString(16));
    }
    expect(KITTY_CELLS_MAX).toBe(260);
  });

  test('are combining marks above, each once, in ascending order', () => {
    const codes = CELL_MARKS.map((mark) => mark.codePointAt(0)!);
    expect(codes).toEqual([...new Set(codes)].toSorted((a, b) => a - b));
    for (const mark of CELL_MARKS) expect(mark).toMatch(/^\p{Mn}$/u);
  });
});

describe('the cells of a picture', () => {
  test.each([
    ['all', 0x01fe03, '\x1b[38;2;1;254;3m'],
    ['256', 203, '\x1b[38;5;203m'],
  ] as const)('name the picture by their colour, of %s', (depth, id, colour) => {
    const lines = placeholderLines({ id, columns: 2, rows: 2, depth });
    const cell = (row: string, column: string) => `\u{10eeee}${row}${column}`;
    const [first, second] = ['\u0305', '\u030d'];
    expect(lines).toEqual([
      `${colour}${cell(first, first)}${cell(first, second)}\x1b[39m`,
      `${colour}${cell(second, first)}${cell(second, second)}\x1b[39m`,
    ]);
  });

  test('each tells its row and its column, and is one cell wide', () => {
    const lines = placeholderLines({ id: 70_000, columns: KITTY_CELLS_MAX, rows: 40, depth: 'all' });
    for (const [row, line] of lines.entries()) {
      expect(stringWidth(line)).toBe(KITTY_CELLS_MAX);
      const cells = [...line.matchAll(/\u{10eeee}(\p{Mn})(\p{Mn})/gu)];
      expect(cells.map(([, down]) => CELL_MARKS.indexOf(down!))).toEqual(cells.map(() => row));
      expect(cells.map(([, , across]) => CELL_MARKS.indexOf(across!))).toEqual(cells.map((_, at) => at));
    }
  });
});

describe('the numbers of pictures', () => {
  test('are no colour of text, and each is taken once', () => {
    const used = new Set([16, 17, 100, 255]);
    const ids = pictureIds('256', used);
    const taken = Array.from({ length: 240 - used.size }, () => ids.take());
    expect(new Set(taken).size).toBe(taken.length);
    for (const id of taken) {
      expect(id).toBeGreaterThanOrEqual(16);
      expect(id).toBeLessThanOrEqual(255);
      expect(used.has(id)).toBe(false);
    }
    expect(() => ids.take()).toThrow('All numbers of pictures are taken.');
    ids.free(42);
    expect(ids.take()).toBe(42);
  });

  test('of 24 bits are colours that no text has, and the one that was freed last comes last', () => {
    const ids = pictureIds('all', new Set());
    const [first, second] = [ids.take(), ids.take()];
    ids.free(first);
    expect(ids.take()).not.toBe(first);
    for (const id of [first, second]) expect(id >> 16).toBe(1);
  });
});
