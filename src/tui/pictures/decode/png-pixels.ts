/** How the pixels of a PNG are written. */
export interface PngColours {
  /** 0 grey, 2 colours, 3 of a palette, 4 grey with alpha, 6 colours with alpha. */
  readonly type: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly palette: Buffer | undefined;
  readonly transparency: Buffer | undefined;
}

/** Reads so many pixels of a row as red, green, blue and alpha of eight bits. */
export type PixelReader = (line: Uint8Array, columns: number, rgba: Uint8Array) => void;

/** Makes what reads the rows of a PNG. */
export function pixelReader(colours: PngColours): PixelReader {
  const { type, depth, palette, transparency } = colours;
  if (type === 3) return paletteReader(sampleReader(depth), palette, transparency);
  // One grey, or one colour, that is not to be seen.
  const clear = transparency && (type === 0 || type === 2) ? clearSamples(transparency, type) : undefined;
  return depth === 8 && !clear ? plainReader(SAMPLES[type] ?? 1) : anyReader(colours, clear);
}

/** Samples of a pixel. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

function paletteReader(
  sample: Sample,
  palette: Buffer | undefined,
  transparency: Buffer | undefined,
): PixelReader {
  return (line, columns, rgba) => {
    for (let column = 0; column < columns; column++) {
      const index = sample(line, column);
      for (let part = 0; part < 3; part++) rgba[column * 4 + part] = palette?.[index * 3 + part] ?? 0;
      rgba[column * 4 + 3] = transparency?.[index] ?? 255;
    }
  };
}

/** Nearly all of them: eight bits, with all that there is to see in them. */
function plainReader(count: number): PixelReader {
  const [green, blue] = count >= 3 ? [1, 2] : [0, 0];
  const alpha = count === 2 || count === 4 ? count - 1 : undefined;
  return (line, columns, rgba) => {
    for (let column = 0, at = 0, from = 0; column < columns; column++, at += 4, from += count) {
      rgba[at] = line[from] ?? 0;
      rgba[at + 1] = line[from + green] ?? 0;
      rgba[at + 2] = line[from + blue] ?? 0;
      rgba[at + 3] = alpha === undefined ? 255 : (line[from + alpha] ?? 0);
    }
  };
}

function anyReader({ type, depth }: PngColours, clear: readonly number[] | undefined): PixelReader {
  const count = SAMPLES[type] ?? 1;
  const sample = sampleReader(depth);
  // Of 16 bits as it is written.
  const exact = depth === 16 ? sampleReader16 : sample;
  const scale = 255 / (2 ** Math.min(8, depth) - 1);
  const colour = count < 3 ? [0, 0, 0] : [0, 1, 2];
  return (line, columns, rgba) => {
    for (let column = 0; column < columns; column++) {
      const first = column * count;
      const at = column * 4;
      for (const [part, index] of colour.entries()) {
        rgba[at + part] = Math.round(sample(line, first + index) * scale);
      }
      rgba[at + 3] = count % 2 === 0 ? Math.round(sample(line, first + count - 1) * scale) : 255;
      if (clear?.every((value, part) => exact(line, first + part) === value)) rgba[at + 3] = 0;
    }
  };
}

type Sample = (line: Uint8Array, index: number) => number;

/** A sample of a row; of 16 bits the upper eight. */
function sampleReader(depth: number): Sample {
  if (depth === 8) return (line, index) => line[index] ?? 0;
  if (depth === 16) return (line, index) => line[index * 2] ?? 0;
  const each = 8 / depth;
  const mask = 2 ** depth - 1;
  return (line, index) =>
    ((line[Math.floor(index / each)] ?? 0) >> (8 - depth * ((index % each) + 1))) & mask;
}

const sampleReader16: Sample = (line, index) => ((line[index * 2] ?? 0) << 8) | (line[index * 2 + 1] ?? 0);

function clearSamples(transparency: Buffer, type: number): readonly number[] | undefined {
  const count = type === 0 ? 1 : 3;
  if (transparency.length < count * 2) return undefined;
  return Array.from({ length: count }, (_, part) => transparency.readUInt16BE(part * 2));
}
