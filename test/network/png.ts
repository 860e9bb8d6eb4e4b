import { crc32, deflateSync } from 'node:zlib';

/** A small PNG of one colour, crossed by a lighter band: `seed` chooses the colour, so that each has a CID of its own. */
export function png(seed: number, width = 64, height = 48): Uint8Array {
  const colour = [(seed * 67) % 200, (seed * 131) % 200, (seed * 29) % 200];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const lighter = (x + y) % 16 < 4 ? 55 : 0;
      const at = y * (1 + width * 3) + 1 + x * 3;
      for (let c = 0; c < 3; c++) rows[at + c] = (colour[c] ?? 0) + lighter;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, RGB.
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
