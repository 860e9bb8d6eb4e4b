/** How the pixels of a PNG are written. */
export interface PngColours {
  /** 0 grey, 2 colours, 3 of a palette, 4 grey with alpha, 6 colours with alpha. */
  readonly type: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly palette: Buffer | undefined;
  readonly transparency: Buffer | undefined;
}

/** Makes what reads so many pixels of a row as red, green, blue and alpha of eight bits. */
export function pixelReader({
  type,
  depth,
  palette,
  transparency,
}: PngColours): (line: Uint8Array, columns: number, rgba: Uint8Array) => void {
  const sample = sampleReader(depth);
  const most = 2 ** Math.min(8, depth) - 1;
  const scale = 255 / most;
  // One grey, or one colour, that is not to be seen; of 16 bits as it is written.
  const clear = transparency && (type === 0 || type === 2) ? clearSamples(transparency, type) : undefined;
  const exact = depth === 16 ? sampleReader16 : sample;
  const count = type === 2 ? 3 : type === 6 ? 4 : type === 4 ? 2 : 1;
  return (line, columns, rgba) => {
    for (let column = 0; column < columns; column++) {
      const first = column * count;
      const at = column * 4;
      if (type === 3) {
        const index = sample(line, first);
        for (let part = 0; part < 3; part++) rgba[at + part] = palette?.[index * 3 + part] ?? 0;
        rgba[at + 3] = transparency?.[index] ?? 255;
        continue;
      }
      const isGrey = count < 3;
      for (let part = 0; part < 3; part++) {
        rgba[at + part] = Math.round(sample(line, isGrey ? first : first + part) * scale);
      }
      rgba[at + 3] = count === 2 || count === 4 ? Math.round(sample(line, first + count - 1) * scale) : 255;
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
