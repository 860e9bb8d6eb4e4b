import { deflateSync } from 'node:zlib';
import { factsOf, type Header, isOnItsSide, nameOf } from '../../../places/blobs/picture-header/header.js';
import { readHeader } from '../../../places/blobs/picture-header/read-header.js';
import type { Decoded, DecodeRequest, Pixels } from '../../../store/pictures/pixels.js';
import { decodeGif } from './gif.js';
import { decodeJpeg, jpegSize } from './jpeg.js';
import { decodePng } from './png.js';
import { createScaler, type Scaler } from './scaler.js';
import { turned } from './turn.js';
import { Unreadable } from './unreadable.js';
import { decodeWebp } from './webp.js';

/** Bytes that the file of a picture may have. */
export const FILE_MAX_BYTES = 8 * 1024 * 1024;

/** Reads a picture in the size that is wanted. Takes as long as it takes: it is run on another thread, which can be ended. Does not throw. */
export function decodePicture({ bytes, maxWidth, maxHeight, isPacked }: DecodeRequest): Decoded {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length > FILE_MAX_BYTES) {
    return { ok: false, facts: undefined, reason: 'This picture has more bytes than atscope reads.' };
  }
  const header = readHeader(file);
  if (!('turn' in header)) {
    const { type, width, height } = header;
    if (type === undefined) return { ok: false, facts: undefined, reason: 'This is no picture.' };
    const facts = { type, width, height };
    const isBroken = ['JPEG', 'PNG', 'WebP', 'GIF'].includes(type);
    const why = isBroken ? 'whose beginning is broken' : 'which atscope cannot read';
    return { ok: false, facts, reason: `This is ${nameOf(facts)}, ${why}.` };
  }
  const facts = factsOf(header);
  if (header.refused !== undefined) {
    return { ok: false, facts, reason: `This is ${nameOf(facts)}, ${header.refused}.` };
  }
  try {
    const size = fitted(header, { width: maxWidth, height: maxHeight });
    const pixels = turned({ ...size, rgba: scaled(file, header, size) }, header.turn);
    return { ok: true, facts, pixels: isPacked ? packed(pixels) : pixels };
  } catch (error) {
    const why = error instanceof Unreadable ? error.message : 'it is broken';
    return { ok: false, facts, reason: `This is ${nameOf(facts)}, which could not be read: ${why}.` };
  }
}

/** As stored: a picture that lies on its side has to fit with it. */
function fitted(
  { width, height, turn }: Header,
  room: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const max = isOnItsSide(turn) ? { width: room.height, height: room.width } : room;
  const scale = Math.min(1, max.width / width, max.height / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

function scaled(file: Buffer, header: Header, to: { width: number; height: number }): Uint8Array {
  const from = header.type === 'JPEG' ? jpegSize(header, to) : header;
  const scaler: Scaler = createScaler(from, to);
  if (header.type === 'JPEG') decodeJpeg(file, header, from, scaler);
  else if (header.type === 'PNG') decodePng(file, header, scaler);
  else if (header.type === 'WebP') decodeWebp(file, header, scaler);
  else decodeGif(file, header, scaler);
  return scaler.end();
}

/** Half of a picture's bytes or less, for a terminal that takes pixels. */
const packed = (pixels: Pixels): Pixels => ({ ...pixels, packed: deflateSync(pixels.rgba, { level: 3 }) });
