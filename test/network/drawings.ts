import { GifWriter } from 'omggif';
import sharp from 'sharp';

type Format = 'jpeg' | 'png' | 'webp';

/** A picture of the seed, as bytes, and what it says of itself. */
export interface Drawing {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** Something to look at, in that size: a sky with a sun, hills and a tree. `hue` sets the colours, so that each is another file. */
export async function landscape(
  format: Format,
  width: number,
  height: number,
  hue: number,
): Promise<Drawing> {
  const x = (part: number) => Math.round(width * part);
  const y = (part: number) => Math.round(height * part);
  const sun = Math.round(Math.min(width, height) * 0.16);
  return await draw(
    format,
    width,
    height,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
       <stop offset="0" stop-color="hsl(${hue},70%,35%)"/><stop offset="1" stop-color="hsl(${hue + 60},80%,75%)"/>
     </linearGradient></defs>
     <rect width="${width}" height="${height}" fill="url(#sky)"/>
     <circle cx="${x(0.7)}" cy="${y(0.35)}" r="${sun}" fill="hsl(${hue + 90},95%,60%)"/>
     <path d="M0 ${y(0.7)} Q ${x(0.25)} ${y(0.45)} ${x(0.5)} ${y(0.7)} T ${width} ${y(0.65)} V ${height} H 0 Z" fill="hsl(${hue + 120},45%,35%)"/>
     <path d="M0 ${y(0.85)} Q ${x(0.3)} ${y(0.7)} ${x(0.6)} ${y(0.85)} T ${width} ${y(0.8)} V ${height} H 0 Z" fill="hsl(${hue + 130},50%,22%)"/>
     <rect x="${x(0.2)}" y="${y(0.55)}" width="${Math.ceil(sun / 4)}" height="${y(0.25)}" fill="#533"/>
     <circle cx="${x(0.2) + Math.ceil(sun / 8)}" cy="${y(0.5)}" r="${sun}" fill="hsl(${hue + 140},60%,30%)"/>`,
  );
}

/** A face, for an avatar. */
export async function face(format: Format, size: number, hue: number): Promise<Drawing> {
  return await draw(
    format,
    size,
    size,
    `<g transform="scale(${size / 100})">
       <rect width="100" height="100" fill="hsl(${hue},60%,55%)"/>
       <circle cx="50" cy="54" r="32" fill="#f3d2b3"/>
       <path d="M16 48 Q 50 4 84 48 Q 50 30 16 48 Z" fill="#4a2c1a"/>
       <circle cx="38" cy="52" r="4" fill="#222"/><circle cx="62" cy="52" r="4" fill="#222"/>
       <path d="M36 68 Q 50 80 64 68" stroke="#a33" stroke-width="4" fill="none"/>
     </g>`,
  );
}

/** A leaf on nothing: all around it is transparent, and its edge half so. */
export async function leaf(format: Exclude<Format, 'jpeg'>, size: number): Promise<Drawing> {
  return await draw(
    format,
    size,
    size,
    `<g transform="scale(${size / 100})">
       <path d="M50 5 C 95 30 90 75 50 95 C 10 75 5 30 50 5 Z" fill="#2a9d4b" fill-opacity="0.5"/>
       <path d="M50 15 C 82 35 80 70 50 86 C 20 70 18 35 50 15 Z" fill="#1f7a38"/>
       <path d="M50 20 V 95" stroke="#c9f2d5" stroke-width="3"/>
     </g>`,
  );
}

const GIF_FRAMES = 4;

/** A ball that rolls from left to right, a fifth of a second a frame: the first one has it at the left. */
export function rollingBall(width: number, height: number): Drawing {
  const bytes = new Uint8Array(width * height * GIF_FRAMES + 10_000);
  const palette = [0x102040, 0x208040, 0xffc030, 0xffffff];
  const gif = new GifWriter(bytes, width, height, { palette, loop: 0 });
  const radius = height / 5;
  for (let frame = 0; frame < GIF_FRAMES; frame++) {
    const middle = {
      x: radius + (frame * (width - 2 * radius)) / (GIF_FRAMES - 1),
      y: height * 0.7 - radius,
    };
    const pixels = Array.from({ length: width * height }, (_, at) => {
      const x = at % width;
      const y = Math.floor(at / width);
      const away = Math.hypot(x - middle.x, y - middle.y);
      if (away < radius / 3) return 3;
      if (away < radius) return 2;
      return y > height * 0.7 ? 1 : 0;
    });
    gif.addFrame(0, 0, width, height, pixels, { delay: 20 });
  }
  return { bytes: bytes.slice(0, gif.end()), type: 'image/gif', width, height };
}

async function draw(format: Format, width: number, height: number, shapes: string): Promise<Drawing> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const { buffer, byteOffset, byteLength } = await sharp(Buffer.from(svg))
    .toFormat(format, { quality: 80 })
    .toBuffer();
  return { bytes: new Uint8Array(buffer, byteOffset, byteLength), type: `image/${format}`, width, height };
}
