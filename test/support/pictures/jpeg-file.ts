/** A segment of a JPEG: its marker, its length, its content. */
export function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A JPEG with segments put in behind its first two bytes. */
export const withSegments = (jpeg: Uint8Array, ...segments: readonly Buffer[]): Buffer =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

/** EXIF that says how a picture is to be turned, in either order of bytes. */
export function exif(turn: number, order: 'II' | 'MM' = 'MM'): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  const short = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 'latin1');
  short(42, 2);
  long(8, 4);
  short(2, 8);
  // Another entry first: the width of the picture.
  for (const [at, tag, value] of [
    [10, 0x0100, 9],
    [22, 0x0112, turn],
  ] as const) {
    short(tag, at);
    short(3, at + 2);
    long(1, at + 4);
    short(value, at + 8);
  }
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

/** Where a JPEG says its size: its height, then its width, of two bytes each. Throws where it says none. */
export function sizeAt(jpeg: Buffer): number {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if ([0xc0, 0xc1, 0xc2].includes(jpeg[at + 1]!)) return at + 5;
  }
  throw new Error('no frame in the JPEG');
}

/** The same JPEG, that says another size. */
export function resized(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  copy.writeUInt16BE(height, sizeAt(copy));
  copy.writeUInt16BE(width, sizeAt(copy) + 2);
  return copy;
}

/** A progressive JPEG with its last scan so many times more. */
export function withScans(jpeg: Buffer, times: number): Buffer {
  const last = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = jpeg.subarray(last, jpeg.length - 2);
  return Buffer.concat([
    jpeg.subarray(0, jpeg.length - 2),
    ...Array<Buffer>(times).fill(scan),
    jpeg.subarray(jpeg.length - 2),
  ]);
}
