import { gifHeader } from './gif-header.js';
import type { Header, Unread } from './header.js';
import { jpegHeader } from './jpeg-header.js';
import { pngHeader } from './png-header.js';
import { webpHeader } from './webp-header.js';

/** What a file is by its first bytes, whatever its record or its server calls it. */
export function readHeader(file: Buffer): Header | Unread {
  const begins = (text: string, at = 0) => file.toString('latin1', at, at + text.length) === text;
  if (begins('\xff\xd8\xff')) return jpegHeader(file);
  if (begins('\x89PNG\r\n\x1a\n')) return pngHeader(file);
  if (begins('RIFF') && begins('WEBP', 8)) return webpHeader(file);
  if (begins('GIF8')) return gifHeader(file);
  if (begins('ftyp', 4)) return { type: boxType(file), ...boxSize(file) };
  if (begins('BM')) return { type: 'BMP' };
  if (begins('II*\0') || begins('MM\0*')) return { type: 'TIFF' };
  if (begins('\xff\x0a') || begins('\0\0\0\x0cJXL ')) return { type: 'JPEG XL' };
  if (begins('\0\0\x01\0')) return { type: 'ICO' };
  if (SVG.test(file.toString('utf8', 0, 1024))) return { type: 'SVG' };
  return { type: undefined };
}

/** Behind what may stand before it: a declaration, comments, the name of its kind. */
const SVG = /^\ufeff?(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->|<!doctype[^>]*>)*<svg[\s/>]/is;

/** The brands of ISO/IEC 23000-22 and of AV1 in it. */
function boxType(file: Buffer): string {
  const brands = file.toString('latin1', 8, 48);
  if (/avif|avis/.test(brands)) return 'AVIF';
  return /hei[cfmsx]|hev[cmsx]|mif1|msf1/.test(brands) ? 'HEIC' : 'video';
}

/** The first `ispe` box has the size of a picture of this family (ISO/IEC 23008-12 6.5.3). */
function boxSize(file: Buffer): { width?: number; height?: number } {
  const at = file.subarray(0, 4096).indexOf('ispe');
  if (at < 0 || at + 16 > file.length) return {};
  return { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) };
}
