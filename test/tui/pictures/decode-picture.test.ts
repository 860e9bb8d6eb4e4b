import { GifWriter } from 'omggif';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodePicture } from '../../../src/tui/pictures/decode/decode-picture.js';
import { exif, segment, withSegments } from '../../support/pictures/jpeg-file.js';
import { distance, pixelAt, pixelsOf, reasonOf } from '../../support/pictures/read-picture.js';
import { animation } from '../../support/pictures/webp-file.js';

const [WIDTH, HEIGHT] = [96, 64];
/** Four fields of colour, red and green above blue and white, softly. */
const drawing = sharp(
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
      <rect width="48" height="32" fill="#e02020"/><rect x="48" width="48" height="32" fill="#20c040"/>
      <rect y="32" width="48" height="32" fill="#2040e0"/><rect x="48" y="32" width="48" height="32" fill="#f0f0f0"/></svg>`,
  ),
).flatten();
const [RED, GREEN, BLUE, WHITE] = [
  [224, 32, 32],
  [32, 192, 64],
  [32, 64, 224],
  [240, 240, 240],
];
const raw = await drawing.clone().ensureAlpha().raw().toBuffer();

/** Its four fields, by their middles, upper left, upper right, lower left, lower right. */
const fields = (pixels: { width: number; height: number; rgba: Uint8Array }) =>
  [0.25, 0.75].flatMap((down) =>
    [0.25, 0.75].map((across) => {
      const colour = pixelAt(pixels, Math.floor(pixels.width * across), Math.floor(pixels.height * down));
      const names = { RED, GREEN, BLUE, WHITE };
      return (
        Object.entries(names).find(([, one]) =>
          one.every((part, at) => Math.abs(part - colour[at]!) < 12),
        )?.[0] ?? colour.join()
      );
    }),
  );
const UPRIGHT = ['RED', 'GREEN', 'BLUE', 'WHITE'];

const jpeg = await drawing.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();

describe('files that others have written', () => {
  const files: readonly [string, Promise<Buffer>, type: string, near: number][] = [
    ['a JPEG', Promise.resolve(jpeg), 'JPEG', 3],
    ['a progressive JPEG', drawing.clone().jpeg({ progressive: true }).toBuffer(), 'JPEG', 4],
    ['a PNG', drawing.clone().png().toBuffer(), 'PNG', 0],
    ['an interlaced PNG', drawing.clone().png({ progressive: true }).toBuffer(), 'PNG', 0],
    ['a PNG of a palette', drawing.clone().png({ palette: true }).toBuffer(), 'PNG', 3],
    ['a WebP', drawing.clone().webp({ quality: 95 }).toBuffer(), 'WebP', 4],
    ['a WebP without loss', drawing.clone().webp({ lossless: true }).toBuffer(), 'WebP', 0],
    ['a GIF', drawing.clone().gif().toBuffer(), 'GIF', 3],
  ];
  test.each(files)('%s comes in its colours', async (_, made, type, near) => {
    const bytes = await made;
    const decoded = decodePicture({ bytes, maxWidth: 1000, maxHeight: 1000 });
    expect(decoded).toMatchObject({ ok: true, facts: { type, width: WIDTH, height: HEIGHT } });
    const pixels = pixelsOf(bytes);
    expect(fields(pixels)).toEqual(UPRIGHT);
    expect(distance(pixels.rgba, raw)).toBeLessThanOrEqual(near);
  });

  test.each(files)('%s comes as small as is asked, in its proportions', async (_, made) => {
    const bytes = await made;
    for (const [maxWidth, maxHeight, width, height] of [
      [48, 48, 48, 32],
      [100, 8, 12, 8],
      [7, 100, 7, 5],
      [1, 1, 1, 1],
    ] as const) {
      const pixels = pixelsOf(bytes, { maxWidth, maxHeight });
      expect([pixels.width, pixels.height], `${maxWidth}×${maxHeight}`).toEqual([width, height]);
      expect(pixels.rgba.length).toBe(width * height * 4);
      if (width > 4) expect(fields(pixels), `${maxWidth}×${maxHeight}`).toEqual(UPRIGHT);
    }
  });

  test('a grey JPEG is grey', async () => {
    const pixels = pixelsOf(await drawing.clone().greyscale().jpeg().toBuffer());
    const [red, green, blue, alpha] = pixelAt(pixels, 70, 50);
    expect([green, blue, alpha]).toEqual([red, red, 255]);
    expect(red).toBeGreaterThan(220);
  });

  test('a WebP may be seen through', async () => {
    const bytes = await sharp({
      create: { width: 20, height: 10, channels: 4, background: { r: 250, g: 10, b: 10, alpha: 0.5 } },
    })
      .webp()
      .toBuffer();
    const [red, , , alpha] = pixelAt(pixelsOf(bytes), 10, 5);
    expect(red).toBeGreaterThan(240);
    expect(alpha).toBeGreaterThan(120);
    expect(alpha).toBeLessThan(136);
  });
});

describe('turned as EXIF says', () => {
  const AS_SEEN: Readonly<Record<number, readonly string[]>> = {
    1: ['RED', 'GREEN', 'BLUE', 'WHITE'],
    2: ['GREEN', 'RED', 'WHITE', 'BLUE'],
    3: ['WHITE', 'BLUE', 'GREEN', 'RED'],
    4: ['BLUE', 'WHITE', 'RED', 'GREEN'],
    5: ['RED', 'BLUE', 'GREEN', 'WHITE'],
    6: ['BLUE', 'RED', 'WHITE', 'GREEN'],
    7: ['WHITE', 'GREEN', 'BLUE', 'RED'],
    8: ['GREEN', 'WHITE', 'RED', 'BLUE'],
  };
  test.each(Object.entries(AS_SEEN))('%s', async (turn, seen) => {
    for (const order of ['II', 'MM'] as const) {
      const bytes = withSegments(jpeg, exif(Number(turn), order));
      const pixels = pixelsOf(bytes);
      expect(fields(pixels)).toEqual(seen);
      // Others turn it so, too.
      const rotated = await sharp(bytes).rotate().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      expect([pixels.width, pixels.height]).toEqual([rotated.info.width, rotated.info.height]);
      expect(distance(pixels.rgba, rotated.data)).toBeLessThan(2);
    }
  });

  test('it fits as it is seen', () => {
    const bytes = withSegments(jpeg, exif(6));
    const decoded = decodePicture({ bytes, maxWidth: 100, maxHeight: 48 });
    expect(decoded).toMatchObject({
      ok: true,
      facts: { width: HEIGHT, height: WIDTH },
      pixels: { width: 32, height: 48 },
    });
  });

  test.each([0, 9, 65_535])('%i is no turn', (turn) => {
    expect(fields(pixelsOf(withSegments(jpeg, exif(turn))))).toEqual(UPRIGHT);
  });

  test.each([
    ['of nothing', Buffer.from('Exif\0\0')],
    ['whose directory is elsewhere', Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1')],
    ['that is cut', Buffer.from('Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01', 'latin1')],
    ['of another kind', Buffer.from('http://ns.adobe.com/xap/1.0/\0<x/>')],
  ])('EXIF %s is passed over', (_, content) => {
    expect(fields(pixelsOf(withSegments(jpeg, segment(0xe1, content))))).toEqual(UPRIGHT);
  });
});

describe('animations', () => {
  const blank = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#000' } });

  test('of a WebP the first frame is shown', async () => {
    const [first, second] = await Promise.all([drawing.clone().webp().toBuffer(), blank.webp().toBuffer()]);
    const bytes = animation([first, second], { width: WIDTH, height: HEIGHT });
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    expect(fields(pixelsOf(bytes))).toEqual(UPRIGHT);
  });

  test('of a WebP that can be seen through, too', async () => {
    const frame = await sharp({
      create: { width: WIDTH, height: HEIGHT, channels: 4, background: { r: 9, g: 200, b: 9, alpha: 0.25 } },
    })
      .webp()
      .toBuffer();
    const [, green, , alpha] = pixelAt(
      pixelsOf(animation([frame, frame], { width: WIDTH, height: HEIGHT })),
      9,
      9,
    );
    expect(green).toBeGreaterThan(180);
    expect(alpha).toBe(64);
  });

  test('of a GIF the first frame is shown, where it stands', () => {
    const buffer = Buffer.alloc(10_000);
    const gif = new GifWriter(buffer, 8, 4, { palette: [0x000000, 0xff0000, 0x00ff00, 0x0000ff] });
    gif.addFrame(2, 1, 3, 2, [1, 2, 3, 3, 2, 1]);
    gif.addFrame(0, 0, 8, 4, Array<number>(32).fill(0));
    const pixels = pixelsOf(buffer.subarray(0, gif.end()));
    expect([pixels.width, pixels.height]).toEqual([8, 4]);
    expect(pixelAt(pixels, 2, 1)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(pixels, 4, 2)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(pixels, 1, 1)[3]).toBe(0);
    expect(pixelAt(pixels, 7, 3)[3]).toBe(0);
  });
});

describe('files that are cut', () => {
  test.each(['jpeg', 'png', 'gif'] as const)('%s: the upper part is shown', async (format) => {
    const noise = Buffer.from(Array.from({ length: 128 * 128 * 3 }, (_, at) => (at * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 128, height: 128, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    const pixels = pixelsOf(whole.subarray(0, Math.round(whole.length * 0.6)));
    const upper = (rgba: Uint8Array) => rgba.subarray(0, 128 * 30 * 4);
    expect(distance(upper(pixels.rgba), upper(pixelsOf(whole).rgba))).toBe(0);
  });

  test('webp: it is told', async () => {
    const whole = await drawing.clone().webp({ lossless: true }).toBuffer();
    expect(reasonOf(whole.subarray(0, whole.length - 20))).toBe(
      `This is a WebP (${WIDTH}×${HEIGHT}), which could not be read: it is cut short or broken.`,
    );
  });
});

describe('what nothing here reads is named', () => {
  /** A box of ISO 14496-12. */
  function box(name: string, content: string): Buffer {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length + 8);
    return Buffer.concat([size, Buffer.from(name + content, 'latin1')]);
  }

  test('an AVIF, with its size', async () => {
    const bytes = await sharp({ create: { width: 1200, height: 800, channels: 3, background: '#357' } })
      .avif({ effort: 0 })
      .toBuffer();
    expect(reasonOf(bytes)).toBe('This is an AVIF (1200×800), which atscope cannot read.');
  });

  test('a JPEG for printers, with its size', async () => {
    const bytes = await drawing.clone().toColourspace('cmyk').jpeg().toBuffer();
    expect(reasonOf(bytes)).toBe(`This is a JPEG in CMYK (${WIDTH}×${HEIGHT}), which atscope cannot read.`);
  });

  test.each<[string, Buffer | string]>([
    ['a HEIC', box('ftyp', 'heic\0\0\0\0mif1heic')],
    ['a video', box('ftyp', 'isom\0\0\0\0isomavc1')],
    ['a BMP', 'BM\x36\0\0\0\0\0'],
    ['a TIFF', 'II*\0\x08\0\0\0'],
    ['a JPEG XL', '\xff\x0a\0\0'],
    ['an ICO', '\0\0\x01\0\x01\0'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['an SVG', '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg/>'],
  ])('%s', (name, bytes) => {
    expect(reasonOf(Buffer.from(bytes as string, 'latin1'))).toBe(
      `This is ${name}, which atscope cannot read.`,
    );
  });
});
