import { SCAN_HEAD, SCAN_SLACK_BYTES, scanModule } from './scan-code.js';
import type { WordBytes } from './word-bytes.js';

const PAGE_BYTES = 65_536;

/** Finds a word in bytes that stand in its rooms, some gigabytes a second. */
export interface Scanner {
  /** Memory for what is looked through. */
  readonly rooms: readonly Buffer[];
  /** Says by which two places of the word it is found, at each of which at most two bytes may stand. */
  setPlaces(first: number, second: number): void;
  /** The first place of a room from `from` to `last` where the word begins, or -1. */
  find(room: Buffer, from: number, last: number): number;
}

/** What of the WebAssembly of Node is used here: its types do not tell of it. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly run: (at: number, last: number) => number } };
};

let compiled: object | undefined;

/** Makes a scanner with so many rooms of so many bytes. Undefined where this machine has no such instructions, or no memory for it. */
export function scannerFor(
  { length, may }: WordBytes,
  roomCount: number,
  roomBytes: number,
): Scanner | undefined {
  const start = SCAN_HEAD.table + may.length;
  const spacing = roomBytes + length + SCAN_SLACK_BYTES;
  try {
    compiled ??= new WebAssembly.Module(scanModule());
    const memory = new WebAssembly.Memory({
      initial: Math.ceil((start + roomCount * spacing) / PAGE_BYTES),
    });
    const { run } = new WebAssembly.Instance(compiled, { from: { memory } }).exports;
    const head = Buffer.from(memory.buffer, 0, start);
    head.writeUInt32LE(length, SCAN_HEAD.length);
    head.set(may, SCAN_HEAD.table);
    return {
      rooms: Array.from({ length: roomCount }, (_, index) =>
        Buffer.from(memory.buffer, start + index * spacing, roomBytes),
      ),
      setPlaces(first, second) {
        head.writeUInt32LE(first, SCAN_HEAD.first);
        head.writeUInt32LE(second, SCAN_HEAD.second);
        head.set([...pairAt(may, first), ...pairAt(may, second)], SCAN_HEAD.bytes);
      },
      find({ byteOffset }, from, last) {
        if (last < from) return -1;
        const found = run(byteOffset + from, byteOffset + last);
        return found === -1 ? -1 : found - byteOffset;
      },
    };
  } catch {
    return undefined;
  }
}

function pairAt(may: Uint8Array, place: number): readonly [number, number] {
  const row = may.subarray(place * 256, place * 256 + 256);
  return [row.indexOf(1), row.lastIndexOf(1)];
}
