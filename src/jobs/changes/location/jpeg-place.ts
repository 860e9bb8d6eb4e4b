import type { Findings } from './findings.js';
import { resourcesTellPlace } from './photoshop-place.js';
import { clearTiff } from './tiff-place.js';
import { blankXmp, xmpTellsPlace } from './xmp-place.js';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP13 = 0xed;
/** Markers that nothing follows: TEM, and RST0 to RST7. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const MORE_XMP = 'http://ns.adobe.com/xmp/extension/\0';
/** Of a part of a long packet: whose it is, the length of the whole, and where the part stands in it. */
const MORE_XMP_HEAD_BYTES = 40;
const PHOTOSHOP = 'Photoshop 3.0\0';

/**
 * Takes what says where a picture was taken off a JPEG, in place: cameras put further pictures behind the first one, and say by offsets
 * where they are. Those are gone through as well. Colour profiles and all else stay. Gives what it cannot read, in a few words.
 */
export function clearJpeg(bytes: Buffer, findings: Findings): string | undefined {
  let start = 0;
  while (start < bytes.length) {
    const end = clearImage(bytes, start, findings);
    if (end === undefined) return 'its segments';
    start = end;
    while (bytes[start] === 0) start += 1;
    if (start < bytes.length && !(bytes[start] === 0xff && bytes[start + 1] === SOI)) {
      return 'what stands behind the picture';
    }
  }
  return undefined;
}

/** Where the picture that begins there ends; undefined where its segments cannot be read. */
function clearImage(bytes: Buffer, start: number, findings: Findings): number | undefined {
  const xmp: Buffer[] = [];
  const moreXmp: Buffer[] = [];
  const resources: Buffer[] = [];
  const end = eachSegment(bytes, start + 2, (marker, data) => {
    const isOf = (name: string) => data.toString('latin1', 0, name.length) === name;
    if (marker === APP1 && isOf(EXIF)) findings.notRead(clearTiff(data.subarray(EXIF.length), findings));
    else if (marker === APP1 && isOf(XMP)) xmp.push(data.subarray(XMP.length));
    else if (marker === APP1 && isOf(MORE_XMP)) {
      moreXmp.push(data.subarray(MORE_XMP.length + MORE_XMP_HEAD_BYTES));
    } else if (marker === APP13 && isOf(PHOTOSHOP)) resources.push(data.subarray(PHOTOSHOP.length));
  });
  // A long packet is cut anywhere, and a name that tells of a place as well.
  if (xmpTellsPlace(Buffer.concat([...xmp, ...moreXmp]))) {
    for (const packet of [...xmp, ...moreXmp]) blankXmp(packet);
    findings.hasPlace = true;
  }
  const tells = resourcesTellPlace(Buffer.concat(resources));
  if (tells === undefined) findings.notRead('its image resources');
  if (tells === true) {
    for (const data of resources) data.fill(0);
    findings.hasPlace = true;
  }
  return end;
}

/** Gives every segment with its data, until the picture ends or the file does; undefined where one is not whole. */
function eachSegment(
  bytes: Buffer,
  from: number,
  take: (marker: number, data: Buffer) => void,
): number | undefined {
  let at = from;
  for (;;) {
    if (bytes[at] !== 0xff) return undefined;
    // Any number of fill bytes may stand before a marker (ITU-T T.81, B.1.1.2).
    while (bytes[at] === 0xff) at += 1;
    const marker = bytes[at];
    if (marker === undefined || marker === 0) return undefined;
    at += 1;
    if (marker === EOI) return at;
    if (isAlone(marker)) continue;
    if (at + 2 > bytes.length) return undefined;
    const length = bytes.readUInt16BE(at);
    if (length < 2 || at + length > bytes.length) return undefined;
    take(marker, bytes.subarray(at + 2, at + length));
    at += length;
    if (marker === SOS) at = behindScan(bytes, at);
    // Without an end it is cut, and all that there is was looked at.
    if (at === bytes.length) return at;
  }
}

/** Where the marker behind the data of a scan stands; the end of the file where there is none. */
function behindScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isAlone(next)) return at;
  }
  return bytes.length;
}
