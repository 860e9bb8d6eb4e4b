/**
 * Makes a picture smaller, row by row: each pixel is the mean of what lies under it, of the light and not of the numbers that stand for
 * it, so that bright spots stay bright. The whole picture is never held.
 */
export interface Scaler {
  /** Takes the next row: red, green, blue and alpha of each pixel. */
  row(rgba: Uint8Array): void;
  /** The picture, with what never came transparent. */
  end(): Uint8Array;
}

/** Parts of the light of sRGB's 256 steps (IEC 61966-2-1). */
const LIGHT = Float32Array.from({ length: 256 }, (_, step) => {
  const part = step / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});
/** And back: as many steps as tell the darkest of the 256 apart. */
const LIGHT_STEPS = 8_192;
const STEP = Uint8Array.from({ length: LIGHT_STEPS + 1 }, (_, at) => {
  const light = at / LIGHT_STEPS;
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055));
});

/** `to` is no larger than `from` on either side. */
export function createScaler(
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Scaler {
  const out = new Uint8Array(to.width * to.height * 4);
  const across = new Float32Array(to.width * 4);
  const sum = new Float32Array(to.width * 4);
  const down = to.height / from.height;
  let y = 0;

  function add(weight: number): void {
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (across[at] ?? 0) * weight;
  }
  function finish(line: number): void {
    const start = line * to.width * 4;
    for (let at = 0; at < sum.length; at += 4) {
      const alpha = sum[at + 3] ?? 0;
      const whole = alpha > 0 ? LIGHT_STEPS / alpha : 0;
      for (let part = 0; part < 3; part++) {
        out[start + at + part] = STEP[Math.min(LIGHT_STEPS, Math.round((sum[at + part] ?? 0) * whole))] ?? 0;
      }
      out[start + at + 3] = Math.min(255, Math.round(alpha * 255));
    }
    sum.fill(0);
  }

  return {
    row(rgba) {
      if (y >= from.height) return;
      gather(rgba, from.width, to.width, across);
      const [begin, end] = [y * down, (y + 1) * down];
      const line = Math.min(to.height - 1, Math.floor(begin + 1e-9));
      const border = line + 1;
      if (end < border - 1e-9) add(end - begin);
      else {
        add(border - begin);
        finish(line);
        if (end > border + 1e-9) add(end - border);
      }
      y += 1;
    },
    end() {
      const hasPart = y < from.height && sum.some((part) => part > 0);
      if (hasPart) finish(Math.min(to.height - 1, Math.floor(y * down)));
      return out;
    },
  };
}

/** A row narrower: light, weighted by how much of it can be seen. */
function gather(rgba: Uint8Array, from: number, to: number, into: Float32Array): void {
  into.fill(0);
  const share = to / from;
  for (let x = 0; x < from; x++) {
    const alpha = (rgba[x * 4 + 3] ?? 0) / 255;
    if (alpha === 0) continue;
    const begin = x * share;
    const cell = Math.min(to - 1, Math.floor(begin + 1e-9));
    const left = Math.min(share, cell + 1 - begin);
    put(rgba, x * 4, into, cell * 4, left * alpha);
    if (share - left > 1e-9 && cell + 1 < to) put(rgba, x * 4, into, cell * 4 + 4, (share - left) * alpha);
  }
}

function put(rgba: Uint8Array, from: number, into: Float32Array, at: number, weight: number): void {
  into[at] = (into[at] ?? 0) + (LIGHT[rgba[from] ?? 0] ?? 0) * weight;
  into[at + 1] = (into[at + 1] ?? 0) + (LIGHT[rgba[from + 1] ?? 0] ?? 0) * weight;
  into[at + 2] = (into[at + 2] ?? 0) + (LIGHT[rgba[from + 2] ?? 0] ?? 0) * weight;
  into[at + 3] = (into[at + 3] ?? 0) + weight;
}
