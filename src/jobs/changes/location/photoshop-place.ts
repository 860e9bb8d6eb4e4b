import { iptcTellsPlace } from './iptc-place.js';
import { tiffTellsPlace } from './tiff-place.js';
import { xmpTellsPlace } from './xmp-place.js';

const SIGNATURES: ReadonlySet<string> = new Set(['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR']);
const IPTC = 0x0404;
const EXIF: ReadonlySet<number> = new Set([0x0422, 0x0423]);
const XMP = 0x0424;

/** Whether image resources of Photoshop (“Photoshop File Formats”, Image Resource Blocks) say where something is; undefined where they cannot be read. */
export function resourcesTellPlace(data: Buffer): boolean | undefined {
  let isUnread = false;
  let at = 0;
  while (at < data.length) {
    if (data[at] === 0 && data.subarray(at).every((byte) => byte === 0)) break;
    if (at + 7 > data.length || !SIGNATURES.has(data.toString('latin1', at, at + 4))) return undefined;
    const id = data.readUInt16BE(at + 4);
    const nameBytes = even(1 + (data[at + 6] ?? 0));
    const sizeAt = at + 6 + nameBytes;
    if (sizeAt + 4 > data.length) return undefined;
    const size = data.readUInt32BE(sizeAt);
    const end = sizeAt + 4 + size;
    if (end > data.length) return undefined;
    const tells = resourceTellsPlace(id, data.subarray(sizeAt + 4, end));
    if (tells === true) return true;
    if (tells === undefined) isUnread = true;
    at = sizeAt + 4 + even(size);
  }
  return isUnread ? undefined : false;
}

function resourceTellsPlace(id: number, data: Buffer): boolean | undefined {
  if (id === IPTC) return iptcTellsPlace(data);
  if (id === XMP) return xmpTellsPlace(data);
  if (!EXIF.has(id)) return false;
  return tiffTellsPlace(data);
}

const even = (bytes: number): number => bytes + (bytes % 2);
