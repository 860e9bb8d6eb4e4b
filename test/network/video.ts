/** What a picture of the film is, in the colours of video: 0 black to 255 white, and twice 128 for grey. */
type Colour = readonly [luma: number, blue: number, red: number];

const SKY: Colour = [140, 160, 100];
const MEADOW: Colour = [100, 100, 110];
const BALL: Colour = [200, 60, 160];

/** Width and height of what is coded at once. */
const BLOCK = 16;

export interface Film {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

/**
 * A small film as MP4: a ball that rolls over a meadow. Its H.264 has whole pictures alone, whose blocks are not compressed (`I_PCM`), which
 * every player shows and a few lines can write.
 */
export function film({ width, height, frames, framesPerSecond }: Film): Uint8Array {
  const pictures = Array.from({ length: frames }, (_, number) =>
    nalUnit(0x65, picture(width, height, number, number / Math.max(1, frames - 1))),
  );
  const samples = pictures.map((unit) => Buffer.concat([u32(unit.length), unit]));
  const head = Buffer.concat([
    box('ftyp', Buffer.from('isom'), u32(512), Buffer.from('isomiso2avc1mp41')),
    moov({ width, height, frames, framesPerSecond }, samples, 0),
  ]);
  const ftyp = head.readUInt32BE(0);
  // The offset of the pictures does not change how long the boxes before them are.
  const index = moov({ width, height, frames, framesPerSecond }, samples, head.length + 8);
  return Buffer.concat([head.subarray(0, ftyp), index, box('mdat', ...samples)]);
}

function picture(width: number, height: number, number: number, along: number): Buffer {
  const bits = new Bits();
  // First block, an I slice, its parameters, frame 0; two in a row must not have the same id.
  bits
    .ue(0)
    .ue(7)
    .ue(0)
    .u(0, 4)
    .ue(number % 2);
  bits.u(0, 1).u(0, 1).ue(0);
  const radius = height / 5;
  const middle = { x: radius + along * (width - 2 * radius), y: height * 0.7 - radius };
  function colourAt(x: number, y: number): Colour {
    if (Math.hypot(x - middle.x, y - middle.y) < radius) return BALL;
    return y > height * 0.7 ? MEADOW : SKY;
  }
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      bits.ue(25).align(0);
      for (let at = 0; at < 256; at++) bits.byte(colourAt(left + (at % 16), top + (at >> 4))[0]);
      for (const part of [1, 2] as const) {
        for (let at = 0; at < 64; at++) {
          bits.byte(colourAt(left + 2 * (at % 8), top + 2 * (at >> 3))[part]);
        }
      }
    }
  }
  return bits.end();
}

/** Level 1, the plainest profile; pictures come in the order in which they are shown. */
function sequence(width: number, height: number): Buffer {
  const bits = new Bits().u(66, 8).u(0xc0, 8).u(30, 8);
  bits.ue(0).ue(0).ue(2).ue(0).u(0, 1);
  bits.ue(width / BLOCK - 1).ue(height / BLOCK - 1);
  bits.u(1, 1).u(0, 1).u(0, 1).u(0, 1);
  return nalUnit(0x67, bits.end());
}

const parameters = (): Buffer =>
  nalUnit(0x68, new Bits().ue(0).ue(0).u(0, 2).ue(0).ue(0).ue(0).u(0, 3).ue(0).ue(0).ue(0).u(0, 3).end());

/** Three bytes that would look like the begin of another unit have one put between them. */
function nalUnit(type: number, payload: Buffer): Buffer {
  const bytes = [type];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** Bits, the highest of each byte first, and numbers as H.264 writes them (`ue`: Exp-Golomb). */
class Bits {
  readonly #bytes: number[] = [];
  #free = 0;

  u(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.#free === 0) {
        this.#bytes.push(0);
        this.#free = 8;
      }
      this.#free -= 1;
      this.#bytes[this.#bytes.length - 1]! |= ((value >> bit) & 1) << this.#free;
    }
    return this;
  }

  ue(value: number): this {
    const digits = (value + 1).toString(2).length;
    return this.u(0, digits - 1).u(value + 1, digits);
  }

  byte(value: number): void {
    this.#bytes.push(value);
  }

  align(bit: number): this {
    return this.u(bit, this.#free);
  }

  end(): Buffer {
    this.u(1, 1).align(0);
    return Buffer.from(this.#bytes);
  }
}

function moov({ width, height, frames, framesPerSecond }: Film, samples: readonly Buffer[], offset: number) {
  const scale = framesPerSecond * 100;
  const duration = frames * 100;
  const matrix = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32));
  const sps = sequence(width, height);
  const pps = parameters();
  const avcC = box(
    'avcC',
    Buffer.from([1, sps[1]!, sps[2]!, sps[3]!, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    Buffer.from([1]),
    u16(pps.length),
    pps,
  );
  const avc1 = box(
    'avc1',
    Buffer.alloc(6),
    u16(1),
    Buffer.alloc(16),
    u16(width),
    u16(height),
    u32(0x480000),
    u32(0x480000),
    u32(0),
    u16(1),
    Buffer.alloc(32),
    u16(24),
    u16(0xffff),
    avcC,
  );
  const table = box(
    'stbl',
    full('stsd', u32(1), avc1),
    full('stts', u32(1), u32(frames), u32(100)),
    full('stsc', u32(1), u32(1), u32(frames), u32(1)),
    full('stsz', u32(0), u32(frames), ...samples.map(({ length }) => u32(length))),
    full('stco', u32(1), u32(offset)),
  );
  const media = box(
    'mdia',
    full('mdhd', u32(0), u32(0), u32(scale), u32(duration), u16(0x55c4), u16(0)),
    full('hdlr', u32(0), Buffer.from('vide'), Buffer.alloc(12), Buffer.from('film\0')),
    box(
      'minf',
      fullWith('vmhd', 1, Buffer.alloc(8)),
      box('dinf', full('dref', u32(1), fullWith('url ', 1))),
      table,
    ),
  );
  const track = fullWith(
    'tkhd',
    3,
    ...[0, 0, 1, 0, duration, 0, 0, 0, 0].map(u32),
    matrix,
    u32(width << 16),
    u32(height << 16),
  );
  const header = full(
    'mvhd',
    ...[0, 0, scale, duration, 0x10000].map(u32),
    u16(0x100),
    Buffer.alloc(10),
    matrix,
    Buffer.alloc(24),
    u32(2),
  );
  return box('moov', header, box('trak', track, media));
}

function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

const full = (type: string, ...parts: readonly Uint8Array[]): Buffer => fullWith(type, 0, ...parts);

/** A box with its flags, in version 0. */
const fullWith = (type: string, flags: number, ...parts: readonly Uint8Array[]): Buffer =>
  box(type, u32(flags), ...parts);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
