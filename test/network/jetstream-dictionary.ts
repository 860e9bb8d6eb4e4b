import { readFileSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import type { LogEntry } from './jetstream-log.js';

/**
 * A structured zstd dictionary (RFC 8878, 5), trained on frames of `jetstream-synthetic.ts`:
 * `zstd --train-fastcover --maxdict=16384 --dictID=1 …`. The real ones are others, of the same kind.
 */
const TRAINED = readFileSync(new URL('./jetstream.zdict', import.meta.url));

/** What frames are compressed with, each of them once for all clients. */
export interface FrameDictionary {
  /** Stands in the dictionary itself and in each frame made with it. */
  readonly id: number;
  readonly bytes: Buffer;
  compress(text: string): Buffer;
  compressEntry(entry: LogEntry): Buffer;
}

export function frameDictionary(id: number): FrameDictionary {
  const bytes = Buffer.from(TRAINED);
  bytes.writeUInt32LE(id, 4);
  const compressed = new WeakMap<LogEntry, Buffer>();
  const options = { dictionary: bytes, params: { [constants.ZSTD_c_compressionLevel]: 1 } };
  return {
    id,
    bytes,
    compress: (text) => zstdCompressSync(text, options),
    compressEntry(entry) {
      let frame = compressed.get(entry);
      if (frame === undefined) {
        frame = zstdCompressSync(entry.text, options);
        compressed.set(entry, frame);
      }
      return frame;
    },
  };
}
