import type { Header } from '../../../places/blobs/picture-header/header.js';
import type { Scaler } from './scaler.js';
import { Unreadable } from './unreadable.js';
import { type DecoderMemory, newDecoder, unneeded } from './wasm-module.js';

/** libjpeg-turbo as `@cwasm/jpeg-turbo` has compiled it (turbojpeg.h). */
interface Turbo {
  readonly memory: DecoderMemory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  tjInitDecompress(): number;
  tjDestroy(handle: number): number;
  tjDecompressHeader3(handle: number, file: number, bytes: number, ...into: number[]): number;
  tjDecompress2(handle: number, file: number, bytes: number, ...into: number[]): number;
}

const RGBA = 7;
/** Parts of its size, of eight, in which a JPEG can be unpacked: it is made of waves, and the short ones are left out. */
const EIGHTHS = [1, 2, 4, 8] as const;

let turbo: Turbo | undefined;

function instance(): Turbo {
  const env = { setjmp: () => 0, ...unneeded('longjmp') };
  const wasi = {
    environ_sizes_get: () => 0,
    ...unneeded('environ_get', 'proc_exit', 'fd_close', 'fd_seek', 'fd_write'),
  };
  return newDecoder<Turbo>('jpeg-turbo', { env, wasi_snapshot_preview1: wasi });
}

/** The size in which it is unpacked: the least that is no smaller than what is wanted. */
export function jpegSize(
  { width, height }: Pick<Header, 'width' | 'height'>,
  wanted: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const eighths =
    EIGHTHS.find((part) => part * width >= wanted.width * 8 && part * height >= wanted.height * 8) ?? 8;
  return { width: Math.ceil((width * eighths) / 8), height: Math.ceil((height * eighths) / 8) };
}

/** Unpacks a JPEG in a size of `jpegSize`. Of one that is cut short comes what there is. Throws where nothing comes. */
export function decodeJpeg(
  file: Uint8Array,
  stored: Pick<Header, 'width' | 'height'>,
  { width, height }: { readonly width: number; readonly height: number },
  into: Scaler,
): void {
  turbo ??= instance();
  const { memory, malloc, free, tjInitDecompress, tjDestroy, tjDecompressHeader3, tjDecompress2 } = turbo;
  try {
    const handle = tjInitDecompress();
    const input = malloc(file.length);
    new Uint8Array(memory.buffer, input, file.length).set(file);
    const sizes = malloc(16);
    if (tjDecompressHeader3(handle, input, file.length, sizes, sizes + 4, sizes + 8, sizes + 12) !== 0) {
      throw new Unreadable('its header is broken');
    }
    const [across, down] = new Int32Array(memory.buffer, sizes, 2);
    // Its limits were held against the size that was read here: what takes another one for true is not to go on.
    if (across !== stored.width || down !== stored.height) throw new Unreadable('its header is broken');
    const output = malloc(width * height * 4);
    if (output === 0) throw new Unreadable('there is no memory for it');
    new Uint8Array(memory.buffer, output, width * height * 4).fill(0);
    // Its answer is −1 for warnings, too, and the picture is there; where nothing can be made of it, it throws.
    tjDecompress2(handle, input, file.length, output, width, width * 4, height, RGBA, 0);
    for (let y = 0; y < height; y++)
      into.row(new Uint8Array(memory.buffer, output + y * width * 4, width * 4));
    for (const pointer of [input, sizes, output]) free(pointer);
    tjDestroy(handle);
  } catch (error) {
    // What was thrown out of C has left its memory as it was.
    turbo = undefined;
    throw error;
  }
}
