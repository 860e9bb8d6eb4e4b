import { describe, expect, test } from 'vitest';
import { mp4Facts } from '../../../src/places/blobs/mp4-facts.js';

function box(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, content]);
}

function movieHeader(scale: number, length: number): Buffer {
  const content = Buffer.alloc(100);
  content.writeUInt32BE(scale, 12);
  content.writeUInt32BE(length, 16);
  return box('mvhd', content);
}

function trackHeader(width: number, height: number): Buffer {
  const content = Buffer.alloc(84);
  content.writeUInt16BE(width, 76);
  content.writeUInt16BE(height, 80);
  return box('tkhd', content);
}

const film = Buffer.concat([
  box('ftyp', Buffer.from('isom')),
  box('moov', Buffer.concat([movieHeader(600, 7500), box('trak', trackHeader(320, 240))])),
]);

describe('an MP4', () => {
  test('tells its length and its size', () => {
    expect(mp4Facts(film)).toEqual({ seconds: 12.5, width: 320, height: 240 });
  });

  test('of which nothing can be read tells nothing', () => {
    const nothing = { seconds: undefined, width: undefined, height: undefined };
    for (const file of [
      Buffer.alloc(0),
      Buffer.from('ftyp'),
      Buffer.alloc(1000),
      box('moov', movieHeader(0, 5)),
    ]) {
      expect(mp4Facts(file)).toEqual(nothing);
    }
  });

  test('is read in no time however its boxes lie: in each other, of no length, longer than the file', () => {
    let nested = movieHeader(1, 1);
    for (let depth = 0; depth < 5_000; depth++) nested = box('moov', nested);
    expect(mp4Facts(nested)).toMatchObject({ width: undefined });
    const lying = Buffer.from(film);
    lying.writeUInt32BE(0xffffffff, 12);
    expect(mp4Facts(lying)).toMatchObject({ seconds: undefined });
  });

  test('that is cut anywhere is read as far as it goes', () => {
    for (let end = 0; end < film.length; end++) expect(() => mp4Facts(film.subarray(0, end))).not.toThrow();
  });
});
