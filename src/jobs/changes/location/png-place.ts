import { crc32, inflateSync } from 'node:zlib';
import type { Findings } from './findings.js';
import { iptcTellsPlace } from './iptc-place.js';
import { resourcesTellPlace } from './photoshop-place.js';
import { clearTiff, tiffTellsPlace } from './tiff-place.js';
import { xmpTellsPlace } from './xmp-place.js';

const SIGNATURE_BYTES = 8;
/** Length, name and check sum of a chunk. */
const AROUND_BYTES = 12;
const TEXT_MAX_BYTES = 16 * 1024 * 1024;
const XMP = 'XML:com.adobe.xmp';
/** What ImageMagick makes of metadata: its length and hexadecimal digits. */
const RAW_PROFILE = /^Raw profile type (exif|app1|iptc|8bim|xmp)$/i;
const PLACE_KEYWORD = /gps|location|latitude|longitude|place|city|country/i;
const EXIF = 'Exif\0\0';

/**
 * A PNG without what says where it was taken (PNG 3, section 11.3): Exif is cleared in its chunk, and texts that tell a place are left out.
 * Gives back the same bytes where nothing was there.
 */
export function clearedPng(bytes: Buffer, findings: Findings): Buffer {
  const parts: Buffer[] = [bytes.subarray(0, SIGNATURE_BYTES)];
  let at = SIGNATURE_BYTES;
  let isEnd = false;
  while (!isEnd) {
    const length = at + AROUND_BYTES <= bytes.length ? bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    const end = at + AROUND_BYTES + length;
    if (end > bytes.length) {
      findings.notRead('its chunks');
      return bytes;
    }
    const name = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, end - 4);
    if (name === 'eXIf') parts.push(chunk(name, clearedExif(data, findings)));
    else if (isPlaceText(name, data, findings)) findings.hasPlace = true;
    else parts.push(bytes.subarray(at, end));
    isEnd = name === 'IEND';
    at = end;
  }
  if (at < bytes.length) findings.notRead('what stands behind the picture');
  parts.push(bytes.subarray(at));
  return findings.hasPlace || findings.hasNotes ? Buffer.concat(parts) : bytes;
}

function clearedExif(data: Buffer, findings: Findings): Buffer {
  const copy = Buffer.from(data);
  findings.notRead(clearTiff(copy, findings));
  return copy;
}

function chunk(name: string, data: Buffer): Buffer {
  const out = Buffer.alloc(AROUND_BYTES + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** Whether a chunk is a text that tells a place. */
function isPlaceText(name: string, data: Buffer, findings: Findings): boolean {
  if (name !== 'tEXt' && name !== 'zTXt' && name !== 'iTXt') return false;
  const keywordEnd = data.indexOf(0);
  if (keywordEnd === -1) return false;
  const keyword = data.toString('latin1', 0, keywordEnd);
  if (PLACE_KEYWORD.test(keyword)) return true;
  const profile = RAW_PROFILE.exec(keyword)?.[1]?.toLowerCase();
  if (keyword !== XMP && profile === undefined) return false;
  const text = textOf(name, data.subarray(keywordEnd + 1));
  const tells = text && (keyword === XMP ? xmpTellsPlace(text) : profileTellsPlace(profile ?? '', text));
  if (tells === undefined) findings.notRead('one of its texts');
  return tells ?? false;
}

/** The text of a chunk, behind its keyword; undefined where it cannot be unpacked. */
function textOf(name: string, data: Buffer): Buffer | undefined {
  if (name === 'tEXt') return data;
  if (name === 'zTXt') return unpacked(data.subarray(1));
  const language = data.indexOf(0, 2);
  const translated = language === -1 ? -1 : data.indexOf(0, language + 1);
  if (translated === -1) return undefined;
  const text = data.subarray(translated + 1);
  return data[0] === 0 ? text : unpacked(text);
}

function unpacked(data: Buffer): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: TEXT_MAX_BYTES });
  } catch {
    return undefined;
  }
}

function profileTellsPlace(profile: string, text: Buffer): boolean | undefined {
  const [, , , ...lines] = text.toString('latin1').split('\n');
  const data = Buffer.from(lines.join(''), 'hex');
  if (data.length === 0) return undefined;
  if (profile === 'iptc' || profile === '8bim') {
    return data.toString('latin1', 0, 4) === '8BIM' ? resourcesTellPlace(data) : iptcTellsPlace(data);
  }
  const hasName = data.toString('latin1', 0, EXIF.length) === EXIF;
  if (profile === 'xmp' || (profile === 'app1' && !hasName)) return xmpTellsPlace(data);
  return tiffTellsPlace(hasName ? data.subarray(EXIF.length) : data);
}
