/** What a TIFF structure shall say. */
interface ExifParts {
  readonly orientation?: number;
  readonly makerNote?: Buffer;
  /** Degrees of latitude. */
  readonly latitude?: number;
}

type Entry = readonly [tag: number, type: number, count: number, value: number];

/** A TIFF structure of Exif, little-endian: the first directory at byte 8, then what it leads to. */
export function tiff({ orientation, makerNote, latitude }: ExifParts): Buffer {
  const parts: Buffer[] = [];
  let at = 8;
  function put(part: Buffer): number {
    const start = at;
    parts.push(part);
    at += part.length;
    return start;
  }
  const count = [orientation, latitude, makerNote].filter((one) => one !== undefined).length;
  // The first directory has its room before what it leads to is known.
  at += 2 + count * 12 + 4;
  const first: Entry[] = [];
  if (orientation !== undefined) first.push([0x0112, 3, 1, orientation]);
  if (latitude !== undefined) {
    const degrees = Buffer.alloc(24);
    for (const [index, value] of [latitude, 1, 0, 1, 0, 1].entries()) degrees.writeUInt32LE(value, index * 4);
    first.push([0x8825, 4, 1, put(directory([[0x0002, 5, 3, put(degrees)]]))]);
  }
  if (makerNote !== undefined) {
    const exif = directory([[0x927c, 7, makerNote.length, put(makerNote)]]);
    first.push([0x8769, 4, 1, put(exif)]);
  }
  const head = Buffer.from('II*\0\x08\0\0\0', 'latin1');
  return Buffer.concat([head, directory(first), ...parts]);
}

/** With an orientation and a place. */
export const gpsExif = (): Buffer => tiff({ orientation: 6, latitude: 52 });

function directory(entries: readonly Entry[]): Buffer {
  const out = Buffer.alloc(2 + entries.length * 12 + 4);
  out.writeUInt16LE(entries.length);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 2 + index * 12;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    out.writeUInt32LE(value, at + 8);
  }
  return out;
}
