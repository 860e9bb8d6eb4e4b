import type { Header } from '../../../places/blobs/picture-header/header.js';
import {
  chunksOf,
  FIRST_CHUNK_AT,
  FRAME_HEAD_BYTES,
} from '../../../places/blobs/picture-header/webp-header.js';
import type { Scaler } from './scaler.js';
import { Unreadable } from './unreadable.js';
import { type DecoderMemory, newDecoder, unneeded } from './wasm-module.js';

/** libwebp as `@cwasm/webp` has compiled it (webp/decode.h). */
interface WebP {
  readonly memory: DecoderMemory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  WebPDecodeRGBA(file: number, bytes: number, width: number, height: number): number;
}

let webp: WebP | undefined;

/** Unpacks a WebP; of an animation its first frame. Throws where it is cut short or broken. */
export function decodeWebp(file: Buffer, stored: Pick<Header, 'width' | 'height'>, into: Scaler): void {
  webp ??= newDecoder<WebP>('webp', {
    wasi_snapshot_preview1: unneeded('fd_seek', 'fd_close', 'fd_write'),
  });
  const { memory, malloc, free, WebPDecodeRGBA } = webp;
  try {
    const bytes = firstFrame(file);
    const input = malloc(bytes.length);
    new Uint8Array(memory.buffer, input, bytes.length).set(bytes);
    const sizes = malloc(8);
    const output = WebPDecodeRGBA(input, bytes.length, sizes, sizes + 4);
    if (output === 0) throw new Unreadable('it is cut short or broken');
    const [width = 0, height = 0] = new Uint32Array(memory.buffer, sizes, 2);
    if (width !== stored.width || height !== stored.height) throw new Unreadable('its header is broken');
    for (let y = 0; y < height; y++)
      into.row(new Uint8Array(memory.buffer, output + y * width * 4, width * 4));
    for (const pointer of [input, sizes, output]) free(pointer);
  } catch (error) {
    webp = undefined;
    throw error;
  }
}

/** The first frame of an animation as a file of its own; any other file as it is. */
function firstFrame(file: Buffer): Buffer {
  for (const { name, start, end } of chunksOf(file, FIRST_CHUNK_AT, file.length)) {
    if (name !== 'ANMF') continue;
    const parts = [...chunksOf(file, start + FRAME_HEAD_BYTES, end)].filter((part) =>
      /^(?:ALPH|VP8 |VP8L)$/.test(part.name),
    );
    const chunks = parts.map((part) => chunk(part.name, file.subarray(part.start, part.end)));
    if (parts.some((part) => part.name === 'ALPH')) {
      const canvas = Buffer.alloc(10);
      // The flag of a picture with alpha.
      canvas[0] = 0x10;
      file.copy(canvas, 4, start + 6, start + 12);
      chunks.unshift(chunk('VP8X', canvas));
    }
    return chunk('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
  }
  return file;
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
