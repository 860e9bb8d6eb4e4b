/** A colour as red, green and blue, 0–255 each. */
export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue];
}

const STEPS = [0, 95, 135, 175, 215, 255];

/** The colour of an index from 16 on, as xterm and whoever follows it have it: a cube of 216, and 24 grays. */
export function indexed(index: number): Rgb {
  if (index >= 232) return [8, 8, 8].map((black) => black + 10 * (index - 232)) as unknown as Rgb;
  const at = index - 16;
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => STEPS[step]) as unknown as Rgb;
}

function linear(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance as WCAG 2 defines it. */
const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

/** 1 for the same colour, 21 for black on white (WCAG 2, contrast ratio). */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
