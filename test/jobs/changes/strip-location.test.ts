import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { stripLocation } from '../../../src/jobs/changes/strip-location.js';
import { gpsExif, tiff } from '../../support/pictures/exif.js';

const TAKEN_OFF = 'the place where it was taken was taken off';
const unchecked = (part: string) => `whether ${part} tells where it was taken was not checked`;

const XMP_NAME = 'http://ns.adobe.com/xap/1.0/\0';
const MORE_XMP_NAME = 'http://ns.adobe.com/xmp/extension/\0';
const placeXmp = '<x:xmpmeta><rdf:Description exif:GPSLatitude="52,31.2N" dc:rights="me"/></x:xmpmeta>';
const plainXmp = '<x:xmpmeta><rdf:Description dc:rights="State of the art: City=here"/></x:xmpmeta>';

/** What libvips writes: an orientation, a place, a colour profile. */
async function photo(format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  return await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a63' } })
    .withMetadata({ orientation: 6, icc: 'p3' })
    .withExifMerge({
      IFD0: { Copyright: 'Nora' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1', GPSLongitude: '13/1 24/1 0/1' },
    })
    .toFormat(format)
    .toBuffer();
}

function segment(marker: number, data: Buffer | string): Buffer {
  const bytes = Buffer.from(data as string, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

/** A JPEG with further segments behind its first marker. */
const jpegWith = (jpeg: Buffer, ...segments: Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

function chunk(name: string, data: Buffer | string): Buffer {
  const bytes = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(data as string, 'latin1')]);
  const out = Buffer.alloc(bytes.length + 8);
  out.writeUInt32BE(bytes.length - 4);
  bytes.copy(out, 4);
  out.writeUInt32BE(crc32(bytes), bytes.length + 4);
  return out;
}

/** A PNG with further chunks before its end. */
const pngWith = (png: Buffer, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([png.subarray(0, -12), ...chunks, png.subarray(-12)]);

function webpWith(name: string, data: Buffer | string): Buffer {
  const bytes = Buffer.from(data as string, 'latin1');
  const padded = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  const head = Buffer.alloc(20);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(padded.length + 12, 4);
  head.write(`WEBP${name}`, 8, 'latin1');
  head.writeUInt32LE(bytes.length, 16);
  return Buffer.concat([head, padded]);
}

const plainJpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
  .jpeg()
  .toBuffer();
const plainPng = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
  .png()
  .toBuffer();

const pixels = async (bytes: Buffer) => (await sharp(bytes).rotate().raw().toBuffer()).toString('hex');

describe.each(['jpeg', 'png', 'webp'] as const)('a %s of a camera', (format) => {
  test('loses its place, and keeps orientation, colour profile, author and what is seen', async () => {
    const before = await photo(format);
    const { bytes, note } = stripLocation(before, `image/${format}`);
    expect(note).toBe(TAKEN_OFF);
    const [had, has] = [await sharp(before).metadata(), await sharp(bytes).metadata()];
    // Degrees, minutes and seconds as they are written.
    const place = Buffer.from([52, 0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0]);
    expect(had.exif?.includes(place)).toBe(true);
    expect(has.exif?.includes(place)).toBe(false);
    expect(has.exif?.includes('Nora')).toBe(true);
    expect(has.orientation).toBe(6);
    expect(had.icc).toBeDefined();
    expect(has.icc).toEqual(had.icc);
    expect(await pixels(bytes)).toBe(await pixels(before));
    expect(stripLocation(bytes, `image/${format}`)).toEqual({ bytes, note: undefined });
  });
});

test('without a place the bytes are the ones that were given', async () => {
  for (const [bytes, type] of [
    [plainJpeg, 'image/jpeg'],
    [
      jpegWith(plainJpeg, segment(0xe1, `Exif\0\0${tiff({ orientation: 3 }).toString('latin1')}`)),
      'image/jpeg',
    ],
    [jpegWith(plainJpeg, segment(0xe1, XMP_NAME + plainXmp)), 'image/jpeg'],
    [plainPng, 'image/png'],
    [pngWith(plainPng, chunk('tEXt', 'Title\0A city')), 'image/png'],
    [Buffer.from('GIF89a'), 'image/gif'],
    [Buffer.from('WEBVTT'), 'text/vtt'],
    [Buffer.from('<svg/>'), 'image/svg+xml'],
  ] as const) {
    const stripped = stripLocation(bytes, type);
    expect(stripped).toEqual({ bytes, note: undefined });
    expect(stripped.bytes).toBe(bytes);
  }
});

const iptc = Buffer.from([0x1c, 2, 90, 0, 6, ...Buffer.from('Berlin')]);
function photoshop(id: number, data: Buffer): Buffer {
  const head = Buffer.from(`8BIM\0\0\0\0\0\0\0\0`, 'latin1');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
const rawProfile = (name: string, data: Buffer): string =>
  `Raw profile type ${name}\0\n${name}\n${data.length}\n${data.toString('hex')}\n`;
const behindText = (text: string, at = text.indexOf('\0') + 1): string => text.slice(at);

test.each<[string, Buffer, string]>([
  ['XMP', jpegWith(plainJpeg, segment(0xe1, XMP_NAME + placeXmp)), 'image/jpeg'],
  [
    'XMP in UTF-16',
    jpegWith(
      plainJpeg,
      segment(0xe1, Buffer.concat([Buffer.from(XMP_NAME, 'latin1'), Buffer.from(placeXmp, 'utf16le')])),
    ),
    'image/jpeg',
  ],
  [
    'XMP that is cut in the middle of the name',
    jpegWith(
      plainJpeg,
      segment(0xe1, XMP_NAME + plainXmp),
      segment(0xe1, `${MORE_XMP_NAME}${'0'.repeat(40)}${placeXmp.slice(0, 40)}`),
      segment(0xe1, `${MORE_XMP_NAME}${'0'.repeat(40)}${placeXmp.slice(40)}`),
    ),
    'image/jpeg',
  ],
  [
    'IPTC',
    jpegWith(plainJpeg, segment(0xed, `Photoshop 3.0\0${photoshop(0x0404, iptc).toString('latin1')}`)),
    'image/jpeg',
  ],
  [
    'Exif in resources of Photoshop',
    jpegWith(plainJpeg, segment(0xed, `Photoshop 3.0\0${photoshop(0x0422, gpsExif()).toString('latin1')}`)),
    'image/jpeg',
  ],
  [
    'a second picture behind the first',
    Buffer.concat([plainJpeg, Buffer.alloc(5), jpegWith(plainJpeg, segment(0xe1, XMP_NAME + placeXmp))]),
    'image/jpeg',
  ],
  ['a text of PNG', pngWith(plainPng, chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${placeXmp}`)), 'image/png'],
  [
    'a packed text of PNG',
    pngWith(
      plainPng,
      chunk(
        'iTXt',
        Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0', 'latin1'), deflateSync(placeXmp)]),
      ),
    ),
    'image/png',
  ],
  ['a named text of PNG', pngWith(plainPng, chunk('tEXt', 'Location\0at home')), 'image/png'],
  [
    'a raw profile of PNG',
    pngWith(plainPng, chunk('tEXt', rawProfile('exif', Buffer.concat([Buffer.from('Exif\0\0'), gpsExif()])))),
    'image/png',
  ],
  [
    'a packed raw profile of PNG',
    pngWith(
      plainPng,
      chunk(
        'zTXt',
        Buffer.concat([
          Buffer.from('Raw profile type iptc\0\0', 'latin1'),
          deflateSync(behindText(rawProfile('iptc', iptc))),
        ]),
      ),
    ),
    'image/png',
  ],
  ['XMP of WebP', webpWith('XMP ', placeXmp), 'image/webp'],
  [
    'Exif of WebP, with a name before it',
    webpWith('EXIF', Buffer.concat([Buffer.from('Exif\0\0'), gpsExif()])),
    'image/webp',
  ],
])('a place is taken off %s, and found no more', (_, before, type) => {
  const { bytes, note } = stripLocation(before, type);
  expect(note).toBe(TAKEN_OFF);
  expect(bytes.toString('latin1')).not.toMatch(/GPSLat|Berlin|at home/);
  // All but a PNG keeps its length, since offsets may lead behind.
  if (type !== 'image/png') expect(bytes.length).toBe(before.length);
  expect(stripLocation(bytes, type)).toEqual({ bytes, note: undefined });
});

test('notes in the form of a camera maker are taken off, and said to be that', () => {
  const exif = tiff({ orientation: 8, makerNote: Buffer.from('Panasonic: Landmark Brandenburg Gate') });
  const before = jpegWith(plainJpeg, segment(0xe1, `Exif\0\0${exif.toString('latin1')}`));
  const { bytes, note } = stripLocation(before, 'image/jpeg');
  expect(note).toBe("its camera's own notes, which may tell a place, were taken off");
  expect(bytes.includes('Landmark')).toBe(false);
});

function broken(change: (exif: Buffer) => void): Buffer {
  const exif = gpsExif();
  change(exif);
  return jpegWith(plainJpeg, segment(0xe1, `Exif\0\0${exif.toString('latin1')}`));
}
const zeros = (bytes: number) => Buffer.alloc(bytes);

test.each<[string, Buffer, string, string]>([
  [
    'directories that go round',
    broken((exif) => exif.writeUInt32LE(8, exif.readUInt32LE(4) + 2 + 2 * 12)),
    'image/jpeg',
    'its Exif',
  ],
  ['a huge number of entries', broken((exif) => exif.writeUInt16LE(0xffff, 8)), 'image/jpeg', 'its Exif'],
  [
    'a directory of GPS outside of the file',
    broken((exif) => exif.writeUInt32LE(0xfffffff0, 8 + 2 + 12 + 8)),
    'image/jpeg',
    'its Exif',
  ],
  [
    'a directory of GPS that is the first one',
    broken((exif) => exif.writeUInt32LE(8, 8 + 2 + 12 + 8)),
    'image/jpeg',
    'its Exif',
  ],
  ['another order of bytes', broken((exif) => exif.write('XX')), 'image/jpeg', 'its Exif'],
  ['BigTIFF', broken((exif) => exif.writeUInt16LE(43, 2)), 'image/jpeg', 'its Exif'],
  ['Exif of three bytes', jpegWith(plainJpeg, segment(0xe1, 'Exif\0\0II*')), 'image/jpeg', 'its Exif'],
  [
    'a segment that is cut',
    jpegWith(plainJpeg, segment(0xe1, XMP_NAME + placeXmp)).subarray(0, 60),
    'image/jpeg',
    'its segments',
  ],
  ['a segment of no length', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0, 0]), 'image/jpeg', 'its segments'],
  [
    'a film behind the picture',
    Buffer.concat([plainJpeg, Buffer.from('....ftypmp42')]),
    'image/jpeg',
    'what stands behind the picture',
  ],
  [
    'resources that are cut',
    jpegWith(plainJpeg, segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\xff\xff')),
    'image/jpeg',
    'its image resources',
  ],
  [
    'a PNG that is cut',
    pngWith(plainPng, chunk('tEXt', 'Location\0here')).subarray(0, -20),
    'image/png',
    'its chunks',
  ],
  [
    'a PNG with a chunk of 4 GB',
    pngWith(plainPng, Buffer.from('\xff\xff\xff\xfftEXt', 'latin1')),
    'image/png',
    'its chunks',
  ],
  [
    'a packed text that is none',
    pngWith(plainPng, chunk('zTXt', 'XML:com.adobe.xmp\0\0nothing')),
    'image/png',
    'one of its texts',
  ],
  [
    'a text that unpacks without an end',
    pngWith(
      plainPng,
      chunk(
        'zTXt',
        Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0'), deflateSync(zeros(17 * 1024 * 1024))]),
      ),
    ),
    'image/png',
    'one of its texts',
  ],
  [
    'a film behind a PNG',
    Buffer.concat([plainPng, Buffer.from('film')]),
    'image/png',
    'what stands behind the picture',
  ],
  ['a WebP that is cut', webpWith('XMP ', placeXmp).subarray(0, -10), 'image/webp', 'its chunks'],
  ['a WebP of three bytes', Buffer.from('RIF'), 'image/webp', 'its chunks'],
  ['a GIF with XMP', Buffer.from('GIF89a!\xff\x0bXMP DataXMP', 'latin1'), 'image/gif', 'its XMP'],
  ['HEIC', Buffer.from('....ftypheic'), 'image/heic', 'a file of image/heic'],
  ['a film', Buffer.from('....ftypmp42'), 'video/mp4', 'a file of video/mp4'],
])('%s is left as it is, and said to be unchecked', (_, before, type, part) => {
  const { bytes, note } = stripLocation(before, type);
  expect(note).toBe(unchecked(part));
  expect(bytes).toBe(before);
});

test('what can be read is taken off, and the rest said to be unchecked', () => {
  const before = Buffer.concat([
    jpegWith(plainJpeg, segment(0xe1, XMP_NAME + placeXmp)),
    Buffer.from('film'),
  ]);
  const { bytes, note } = stripLocation(before, 'image/jpeg');
  expect(note).toBe(`${TAKEN_OFF}; ${unchecked('what stands behind the picture')}`);
  expect(bytes.includes('GPSLatitude')).toBe(false);
});

test('whatever bytes there are, it ends, soon, and what is no place stays', async () => {
  const before = await photo('jpeg');
  let seed = 1;
  function random(below: number): number {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  }
  const beganAtTicks = performance.now();
  for (let round = 0; round < 2000; round++) {
    const bytes = Buffer.from(before.subarray(0, 600));
    for (let change = 0; change < 4; change++) bytes[2 + random(598)] = random(256);
    expect(() => stripLocation(bytes, 'image/jpeg')).not.toThrow();
    expect(() => stripLocation(bytes, 'image/webp')).not.toThrow();
    expect(() => stripLocation(bytes, 'image/png')).not.toThrow();
  }
  expect(performance.now() - beganAtTicks).toBeLessThan(10_000);
});
