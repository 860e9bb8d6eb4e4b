/** What an MP4 says of its film (ISO/IEC 14496-12 8.2.2, 8.3.2). */
export interface Mp4Facts {
  /** Of the film, in seconds. */
  readonly seconds: number | undefined;
  /** Of the first track that has a size, in pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Boxes that are looked at: a stranger wrote them. */
const BOXES_MAX = 10_000;
/** Boxes that hold the ones that count. */
const HOLDERS = new Set(['moov', 'trak']);

/** Reads the header of an MP4; what is not there is undefined. */
export function mp4Facts(file: Buffer): Mp4Facts {
  let seconds: number | undefined;
  let size: { readonly width: number; readonly height: number } | undefined;
  const open = [{ at: 0, end: file.length }];
  let boxes = 0;
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    for (let { at } = span; at + 8 <= span.end && boxes < BOXES_MAX; boxes++) {
      const box = boxAt(file, at, span.end);
      if (box === undefined) break;
      const { name, start, end } = box;
      if (HOLDERS.has(name)) open.push({ at: start, end });
      else if (name === 'mvhd') seconds ??= lengthOf(file.subarray(start, end));
      else if (name === 'tkhd') size ??= sizeOf(file.subarray(start, end));
      at = end;
    }
  }
  return { seconds, width: size?.width, height: size?.height };
}

function boxAt(
  file: Buffer,
  at: number,
  max: number,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  const name = file.toString('latin1', at + 4, at + 8);
  const short = file.readUInt32BE(at);
  // 1: a length of 64 bits follows; 0: up to the end.
  if (short === 1 && at + 16 > max) return undefined;
  const head = short === 1 ? 16 : 8;
  const length = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? max - at : short;
  const end = at + length;
  return length < head || end > max ? undefined : { name, start: at + head, end };
}

function lengthOf(box: Buffer): number | undefined {
  const isLong = box[0] === 1;
  if (box.length < (isLong ? 32 : 20)) return undefined;
  const scale = box.readUInt32BE(isLong ? 20 : 12);
  const length = isLong ? Number(box.readBigUInt64BE(24)) : box.readUInt32BE(16);
  return scale > 0 && length > 0 ? length / scale : undefined;
}

/** Its last eight bytes, of which the upper half of each four counts. */
function sizeOf(box: Buffer): { width: number; height: number } | undefined {
  if (box.length < 84) return undefined;
  const [width, height] = [box.readUInt16BE(box.length - 8), box.readUInt16BE(box.length - 4)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}
