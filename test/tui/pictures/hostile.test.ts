import { deflateSync } from 'node:zlib';
import { GifWriter } from 'omggif';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodePicture, FILE_MAX_BYTES } from '../../../src/tui/pictures/decode/decode-picture.js';
import { isFull, sampled } from '../../support/full.js';
import { resized, segment, withScans, withSegments } from '../../support/pictures/jpeg-file.js';
import { pngChunk, pngFile, pngOf } from '../../support/pictures/png-file.js';
import { pixelAt, pixelsOf, reasonOf } from '../../support/pictures/read-picture.js';
import { animation, riffChunk, webpOf } from '../../support/pictures/webp-file.js';
import { randomFrom } from '../../support/random.js';

/** Of files made to take hours or gigabytes each is through in this time, on a busy machine, or the test tells of it. */
const SOON_MS = 1_000;

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c84' } });
const jpeg = await solid(40, 30).jpeg().toBuffer();
const progressive = await solid(40, 30).jpeg({ progressive: true }).toBuffer();
const webp = await solid(40, 30).webp().toBuffer();
const lossless = await solid(40, 30).webp({ lossless: true }).toBuffer();
const png = pngFile({ width: 40, height: 30, type: 2, depth: 8, pixel: () => [200, 136, 68] });
const gif = gifOf(40, 30);

function gifOf(width: number, height: number, frames = 1): Buffer {
  const bytes = Buffer.alloc(1_000 + frames * (width * height + 100));
  const writer = new GifWriter(bytes, width, height, { palette: [0xcc8844, 0] });
  for (let frame = 0; frame < frames; frame++) {
    writer.addFrame(0, 0, width, height, Array<number>(width * height).fill(frame % 2));
  }
  return bytes.subarray(0, writer.end());
}

/** A lossy WebP that says another size. */
function resizedWebp(width: number, height: number): Buffer {
  const copy = Buffer.from(webp);
  const start = copy.indexOf('VP8 ') + 8;
  copy.writeUInt16LE(width, start + 6);
  copy.writeUInt16LE(height, start + 8);
  return copy;
}

const zeros = (bytes: number) => deflateSync(Buffer.alloc(bytes));
/** What the bombs unpack to: 400 MB are an hour of nothing for who makes the file. */
const bombBytes = (isFull ? 400 : 40) * 1024 * 1024;
const bomb = zeros(bombBytes);

const TOO_LARGE = (type: string, width: number, height: number) =>
  `This is a ${type} (${width}×${height}), which is too large to be shown.`;

describe('what says that it is huge is not unpacked', () => {
  test.each<[string, Buffer, string]>([
    ['a PNG of 30000²', pngOf({ width: 30_000, height: 30_000 }, []), TOO_LARGE('PNG', 30_000, 30_000)],
    [
      'a PNG of 12000² zeros',
      pngOf({ width: 12_000, height: 12_000, type: 0 }, [pngChunk('IDAT', bomb)]),
      TOO_LARGE('PNG', 12_000, 12_000),
    ],
    ['a PNG of one long row', pngOf({ width: 16_385, height: 1 }, []), TOO_LARGE('PNG', 16_385, 1)],
    ['a PNG of 2³² − 1', pngOf({ width: 0xffffffff, height: 1 }, []), TOO_LARGE('PNG', 0xffffffff, 1)],
    ['a JPEG of 30000²', resized(jpeg, 30_000, 30_000), TOO_LARGE('JPEG', 30_000, 30_000)],
    ['a progressive JPEG of 30000²', resized(progressive, 30_000, 30_000), TOO_LARGE('JPEG', 30_000, 30_000)],
    ['a WebP of 16383²', resizedWebp(16_383, 16_383), TOO_LARGE('WebP', 16_383, 16_383)],
    [
      'an animated WebP whose frame is of 16383²',
      animation([resizedWebp(16_383, 16_383)], { width: 10, height: 10 }),
      TOO_LARGE('WebP', 16_383, 16_383),
    ],
    [
      'a GIF of 65535²',
      Buffer.concat([Buffer.from('GIF89a'), Buffer.from([255, 255, 255, 255]), gif.subarray(10)]),
      TOO_LARGE('GIF', 65_535, 65_535),
    ],
  ])('%s', (_, bytes, reason) => {
    const start = performance.now();
    expect(reasonOf(bytes)).toBe(reason);
    expect(performance.now() - start).toBeLessThan(100);
  });

  test('and what has no size is told', () => {
    expect(reasonOf(pngOf({ width: 0, height: 9 }, []))).toBe('This is a PNG (0×9), which has no size.');
    expect(reasonOf(resized(jpeg, 40, 0))).toBe('This is a JPEG (40×0), which has no size.');
  });

  test('a file of too many bytes is not looked at', () => {
    expect(reasonOf(Buffer.concat([png, Buffer.alloc(FILE_MAX_BYTES)]))).toBe(
      'This picture has more bytes than atscope reads.',
    );
  });
});

describe('what is larger than it says is not unpacked either', () => {
  test('a PNG of 10 × 10 whose data unpacks to gigabytes', () => {
    const start = performance.now();
    expect(reasonOf(pngOf({ width: 10, height: 10 }, [pngChunk('IDAT', bomb)]))).toBe(
      'This is a PNG (10×10), which could not be read: more is packed in it than it says.',
    );
    expect(performance.now() - start).toBeLessThan(SOON_MS);
  });

  test.each(['iCCP', 'zTXt', 'iTXt', 'eXIf'])('a PNG with a bomb in %s, which nobody unpacks', (name) => {
    const packed = Buffer.concat([Buffer.from('a\0\0'), bomb]);
    const bytes = pngOf({ width: 1, height: 1 }, [
      pngChunk(name, packed),
      pngChunk('IDAT', deflateSync(Buffer.from([0, 1, 2, 3]))),
    ]);
    const start = performance.now();
    expect(pixelAt(pixelsOf(bytes), 0, 0)).toEqual([1, 2, 3, 255]);
    expect(performance.now() - start).toBeLessThan(SOON_MS);
  });

  test('a JPEG that says one size to who skips a segment and another to who does not', () => {
    // Behind a marker of 0 one reads a length, and libjpeg looks for the next marker: in the segment.
    const hidden = resized(jpeg, 20_000, 20_000);
    const bytes = withSegments(jpeg, segment(0x00, hidden.subarray(2, hidden.length - 2)));
    expect(reasonOf(bytes)).toMatch(/^This is a JPEG \(40×30\), which could not be read: /);
  });

  test('a WebP that has a frame of an animation before its own picture', () => {
    const small = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), lossless.subarray(12)]));
    const bytes = webpOf(
      riffChunk('VP8X', Buffer.alloc(10)),
      small,
      resizedWebp(16_383, 16_383).subarray(12),
    );
    const pixels = pixelsOf(bytes);
    expect([pixels.width, pixels.height]).toEqual([40, 30]);
  });

  test('a GIF whose first frame is larger than it', () => {
    const bytes = Buffer.from(gif);
    bytes.writeUInt16LE(8, 6);
    expect(reasonOf(bytes)).toBe(
      'This is a GIF (8×30), which could not be read: its first frame does not fit into it.',
    );
  });
});

describe('what would take hours', () => {
  test('a JPEG of more than 100 scans', () => {
    expect(reasonOf(withScans(progressive, 1_000))).toBe(
      'This is a JPEG (40×30), which would take too long to be read.',
    );
  });

  test('a JPEG of ten scans is as they are', () => {
    expect(pixelsOf(progressive).width).toBe(40);
  });

  test('of a GIF of thousands of frames one is read', () => {
    const [one, many] = [gifOf(40, 30), gifOf(40, 30, 2_000)];
    const start = performance.now();
    expect(pixelsOf(many).rgba).toEqual(pixelsOf(one).rgba);
    expect(performance.now() - start).toBeLessThan(SOON_MS);
  });

  test('SVG that is nearly one, of thousands of comments', () => {
    const start = performance.now();
    expect(reasonOf(Buffer.from(`${'<!---->'.repeat(10_000)}<sv`))).toBe('This is no picture.');
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe('what is no picture', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a page', Buffer.from('<!doctype html><html><body>404</body></html>')],
    ['JSON', Buffer.from('{"error":"BlobNotFound"}')],
    ['zeros', new Uint8Array(10_000)],
    ['one byte', Uint8Array.of(0xff)],
  ])('%s', (_, bytes) => {
    expect(decodePicture({ bytes, maxWidth: 9, maxHeight: 9 })).toEqual({
      ok: false,
      facts: undefined,
      reason: 'This is no picture.',
    });
  });

  test.each<[string, Buffer]>([
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff])],
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0])],
    ['JPEG', Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(10_000, 0xff)])],
    ['PNG', png.subarray(0, 20)],
    ['PNG', Buffer.concat([png.subarray(0, 8), pngChunk('CgBI', Buffer.alloc(40))])],
    ['WebP', webpOf()],
    ['WebP', webpOf(riffChunk('VP8 ', Buffer.alloc(3)))],
    ['GIF', Buffer.from('GIF89a')],
  ])('a %s of which there is only the beginning', (type, bytes) => {
    expect(reasonOf(bytes)).toBe(`This is a ${type}, whose beginning is broken.`);
  });
});

describe('whatever is done to a file', () => {
  const files = {
    jpeg,
    progressive,
    webp,
    lossless,
    png,
    gif,
    animated: animation([webp], { width: 40, height: 30 }),
  };
  const rounds = isFull ? 2_000 : 40;
  const log = console.log;
  // The reader of GIF says there what it makes of a file; in the thread nobody hears it.
  console.log = () => {};
  afterAll(() => {
    console.log = log;
  });

  const SENTENCE =
    /^(?:read|This is no picture\.|This is an? [A-Za-z ]+(?: \(\d+×\d+\))?, (?:which|whose) [a-z ]+(?:: [a-z ]+)?\.)$/;

  function outcome(bytes: Buffer): string {
    const decoded = decodePicture({ bytes, maxWidth: 60, maxHeight: 60, isPacked: true });
    if (!decoded.ok) return decoded.reason;
    const { width, height, rgba } = decoded.pixels;
    expect(width).toBeLessThanOrEqual(60);
    expect(height).toBeLessThanOrEqual(60);
    expect(rgba.length).toBe(width * height * 4);
    return 'read';
  }

  // The reader of GIF may never end: that one is for the timer (picture-decoder.test.ts).
  test.each(
    Object.entries(files).filter(([name]) => name !== 'gif'),
  )('%s: bytes of it are others', (_, file) => {
    const random = randomFrom(file.length);
    for (let round = 0; round < rounds; round++) {
      const bytes = Buffer.from(file);
      for (let times = random.below(8); times >= 0; times--)
        bytes[random.below(bytes.length)] = random.below(256);
      expect(outcome(bytes)).toMatch(SENTENCE);
    }
    // The decoders are as they were.
    expect(outcome(file)).toBe('read');
  });

  test.each(Object.entries(files))('%s: it is cut anywhere', (_, file) => {
    const cuts = Array.from({ length: Math.min(file.length, 300) }, (_none, at) => at);
    for (const at of sampled(cuts)) expect(outcome(file.subarray(0, at))).toMatch(SENTENCE);
    expect(outcome(file)).toBe('read');
  });
});
