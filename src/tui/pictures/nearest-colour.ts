/**
 * The one of 256 colours that is nearest to the eye, by OKLab (bottosson.github.io/posts/oklab): distances of red, green and blue turn
 * orange into pink. Only those from 16 on: the first sixteen are as the user likes them. Colours that differ in their last two bits are
 * one: each is looked for once.
 */
export function nearestColour(red: number, green: number, blue: number): number {
  const key = ((red >> 2) << 12) | ((green >> 2) << 6) | (blue >> 2);
  let index = known[key] ?? 0;
  if (index === 0) {
    index = search(oklab(ofSixBits(red), ofSixBits(green), ofSixBits(blue)));
    known[key] = index;
  }
  return index;
}

/** Its upper six bits, stretched so that black and white stay what they are. */
const ofSixBits = (part: number): number => (part & 0xfc) | (part >> 6);

/** By six bits of each part; none is 0. */
const known = new Uint8Array(2 ** 18);

type Lab = readonly [lightness: number, a: number, b: number];

function search([l, a, b]: Lab): number {
  palette ??= Float64Array.from(Array.from({ length: 240 }, (_, at) => oklab(...colourOf(at + 16))).flat());
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < palette.length; at += 3) {
    const distance =
      (l - (palette[at] ?? 0)) ** 2 + (a - (palette[at + 1] ?? 0)) ** 2 + (b - (palette[at + 2] ?? 0)) ** 2;
    if (distance < least) [best, least] = [16 + at / 3, distance];
  }
  return best;
}
let palette: Float64Array | undefined;

/** xterm's cube of six steps, and its greys behind it. */
export function colourOf(index: number): [red: number, green: number, blue: number] {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  const step = (part: number) => (part === 0 ? 0 : 55 + part * 40);
  const at = index - 16;
  return [step(Math.floor(at / 36)), step(Math.floor(at / 6) % 6), step(at % 6)];
}

function oklab(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [light(red), light(green), light(blue)];
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function light(step: number): number {
  const part = step / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
