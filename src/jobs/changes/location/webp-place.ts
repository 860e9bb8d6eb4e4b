import type { Findings } from './findings.js';
import { clearTiff } from './tiff-place.js';
import { blankXmp, xmpTellsPlace } from './xmp-place.js';

const HEAD_BYTES = 12;
const CHUNK_HEAD_BYTES = 8;
const EXIF = 'Exif\0\0';

/** Takes what says where a picture was taken off a WebP (RFC 9649), in place. Gives what it cannot read, in a few words. */
export function clearWebp(bytes: Buffer, findings: Findings): string | undefined {
  const end = bytes.length < HEAD_BYTES ? 0 : bytes.readUInt32LE(4) + CHUNK_HEAD_BYTES;
  if (end < HEAD_BYTES || end > bytes.length) return 'its chunks';
  for (let at = HEAD_BYTES; at < end; ) {
    if (at + CHUNK_HEAD_BYTES > end) return 'its chunks';
    const name = bytes.toString('latin1', at, at + 4);
    const start = at + CHUNK_HEAD_BYTES;
    const length = bytes.readUInt32LE(at + 4);
    if (start + length > end) return 'its chunks';
    const data = bytes.subarray(start, start + length);
    if (name === 'EXIF') {
      const hasName = data.toString('latin1', 0, EXIF.length) === EXIF;
      findings.notRead(clearTiff(hasName ? data.subarray(EXIF.length) : data, findings));
    } else if (name === 'XMP ' && xmpTellsPlace(data)) {
      blankXmp(data);
      findings.hasPlace = true;
    }
    at = start + length + (length % 2);
  }
  return bytes.subarray(end).some((byte) => byte !== 0) ? 'what stands behind the picture' : undefined;
}
