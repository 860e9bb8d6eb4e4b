import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPictureDecoder, type DecoderOptions } from '../../../src/tui/pictures/picture-decoder.js';
import { pngFile } from '../../support/pictures/png-file.js';
import { pixelAt } from '../../support/pictures/read-picture.js';

const folder = mkdtempSync(join(tmpdir(), 'atscope-pictures-'));
const script = pathToFileURL(join(folder, 'worker.mjs'));
/** In a folder of its own, as in dist/: the thread has its code and nothing else. */
beforeAll(async () => {
  await build({
    entryPoints: ['src/tui/pictures/picture-worker.ts'],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const decoder of opened.splice(0)) decoder.close();
});
function decoderOf(options: DecoderOptions = {}) {
  const decoder = createPictureDecoder({ script, ...options });
  opened.push(decoder);
  return decoder;
}

const ROOM = { maxWidth: 20, maxHeight: 20 };
const { signal } = new AbortController();
const red = pngFile({ width: 40, height: 20, type: 2, depth: 8, pixel: () => [255, 0, 0] });
const green = pngFile({ width: 4, height: 4, type: 2, depth: 8, pixel: () => [0, 255, 0] });

/**
 * A GIF of eight bytes of codes whose reader never ends: a code that there is not yet is the last one, so that the next
 * one leads to itself.
 */
const ENDLESS = Buffer.concat([
  Buffer.from('GIF89a'),
  Buffer.from([100, 0, 100, 0, 0x81, 0, 0]),
  Buffer.alloc(12),
  Buffer.from([0x2c, 0, 0, 0, 0, 100, 0, 100, 0, 0, 2]),
  // 4 clears, then 0, 7, 0 of three bits, and 7 of four.
  Buffer.from([3, 0b11_000_100, 0b0111_000_1, 0, 0, 0x3b]),
]);

describe('the picture decoder', () => {
  test('gives back what was read, and leaves the file to who asked', async () => {
    const decoder = decoderOf();
    const bytes = new Uint8Array(red);
    const decoded = await decoder.decode({ bytes, ...ROOM }, signal);
    expect(decoded).toMatchObject({
      ok: true,
      facts: { type: 'PNG', width: 40, height: 20 },
      pixels: { width: 20, height: 10 },
    });
    if (decoded.ok) expect(pixelAt(decoded.pixels, 19, 9)).toEqual([255, 0, 0, 255]);
    expect(bytes).toEqual(new Uint8Array(red));
  });

  test('reads many one after the other, each its own, some of them none', async () => {
    const decoder = decoderOf();
    const asked = [red, green, Buffer.from('<html>'), red, green];
    const all = await Promise.all(asked.map((bytes) => decoder.decode({ bytes, ...ROOM }, signal)));
    expect(all.map((decoded) => (decoded.ok ? decoded.pixels.width : decoded.reason))).toEqual([
      20,
      4,
      'This is no picture.',
      20,
      4,
    ]);
  });

  test('reads a part of a larger buffer', async () => {
    const around = Buffer.concat([Buffer.alloc(1_000, 7), green, Buffer.alloc(1_000, 7)]);
    const decoded = await decoderOf().decode(
      { bytes: around.subarray(1_000, 1_000 + green.length), ...ROOM },
      signal,
    );
    expect(decoded.ok).toBe(true);
  });

  test('packs the pixels where that is asked', async () => {
    const decoded = await decoderOf().decode({ bytes: green, ...ROOM, isPacked: true }, signal);
    expect(decoded.ok && decoded.pixels.packed?.length).toBeGreaterThan(0);
    expect(decoded.ok && decoded.pixels.rgba.length).toBe(64);
  });

  test('ends the thread of a picture that takes too long, and reads the next one in another', async () => {
    const decoder = decoderOf({ pictureMaxMs: 250 });
    const [endless, next] = await Promise.all([
      decoder.decode({ bytes: ENDLESS, ...ROOM }, signal),
      decoder.decode({ bytes: green, ...ROOM }, signal),
    ]);
    expect(endless).toEqual({
      ok: false,
      facts: undefined,
      reason: 'This picture is not shown: it takes too long to be read.',
    });
    expect(next.ok).toBe(true);
  });

  test('goes on behind one that nobody wants any more', async () => {
    const decoder = decoderOf();
    const leaving = new AbortController();
    const [first, second] = [red, red].map((bytes) =>
      decoder.decode({ bytes, ...ROOM }, leaving.signal).catch((error: unknown) => error),
    );
    const third = decoder.decode({ bytes: green, ...ROOM }, signal);
    const reason = new Error('gone');
    leaving.abort(reason);
    expect(await Promise.all([first, second])).toEqual([reason, reason]);
    expect(await third).toMatchObject({ ok: true, pixels: { width: 4 } });
  });

  test('takes nothing that is called off before', async () => {
    await expect(decoderOf().decode({ bytes: red, ...ROOM }, AbortSignal.abort('no'))).rejects.toBe('no');
  });

  test('says so where the thread cannot be started', async () => {
    const decoder = decoderOf({ script: pathToFileURL(join(folder, 'none.mjs')) });
    for (const bytes of [red, green]) {
      const decoded = await decoder.decode({ bytes, ...ROOM }, signal);
      expect(decoded.ok === false && decoded.reason).toMatch(
        /^This picture is not shown: it could not be read: /,
      );
    }
  });

  test('ends what waits when it is closed', async () => {
    const decoder = decoderOf();
    const asked = [red, green].map((bytes) => decoder.decode({ bytes, ...ROOM }, signal));
    decoder.close();
    for (const one of asked) await expect(one).rejects.toThrow('The pictures are closed.');
  });

  test('lets other work go on meanwhile', async () => {
    const bytes = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#369' } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    let turns = 0;
    const timer = setInterval(() => turns++, 2);
    const decoded = await decoderOf().decode({ bytes, ...ROOM }, signal);
    clearInterval(timer);
    expect(decoded.ok).toBe(true);
    expect(turns).toBeGreaterThan(5);
  });
});
