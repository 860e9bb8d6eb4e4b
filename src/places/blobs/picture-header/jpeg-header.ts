import { type Header, tooLarge, type Unread } from './header.js';

/** Scans of one picture. A progressive one has some ten, and each takes the time of a whole picture. */
const SCANS_MAX = 100;
const START_OF_SCAN = Buffer.from([0xff, 0xda]);

/** Marker by marker up to the frame (ITU T.81 B.1), its turn by EXIF on the way. */
export function jpegHeader(file: Buffer): Header | Unread {
  let turn = 1;
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return { type: 'JPEG' };
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Markers that stand alone.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const end = at + 2 + file.readUInt16BE(at + 2);
    const content = file.subarray(at + 4, end);
    if (isFrame(marker) && content.length >= 6) return frameHeader(file, content, turn);
    if (marker === 0xe1) turn = exifTurn(content) ?? turn;
    at = end;
  }
  return { type: 'JPEG' };
}

/** SOF0 to SOF15, but for what has a number among them and is another thing. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function frameHeader(file: Buffer, content: Buffer, turn: number): Header | Unread {
  const [height, width] = [content.readUInt16BE(1), content.readUInt16BE(3)];
  // Four colours are those of a printer.
  if (content[5] === 4) return { type: 'JPEG in CMYK', width, height };
  const refused = tooLarge(width, height) ?? tooManyScans(file);
  return { type: 'JPEG', width, height, turn, refused };
}

function tooManyScans(file: Buffer): string | undefined {
  let scans = 0;
  for (let at = file.indexOf(START_OF_SCAN); at >= 0; at = file.indexOf(START_OF_SCAN, at + 2)) {
    scans += 1;
    if (scans > SCANS_MAX) return 'which would take too long to be read';
  }
  return undefined;
}

const ORIENTATION = 0x0112;

/** The orientation (EXIF 2.3, 4.6.4 A) in the first directory of its TIFF. */
function exifTurn(content: Buffer): number | undefined {
  if (content.toString('latin1', 0, 6) !== 'Exif\0\0') return undefined;
  const tiff = content.subarray(6);
  if (tiff.length < 8) return undefined;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  const count = short(directory);
  for (let index = 0; index < count; index++) {
    const at = directory + 2 + index * 12;
    if (at + 12 > tiff.length) return undefined;
    if (short(at) !== ORIENTATION) continue;
    const turn = short(at + 8);
    return turn >= 1 && turn <= 8 ? turn : undefined;
  }
  return undefined;
}
