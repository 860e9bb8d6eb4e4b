import type { FileHandle } from 'node:fs/promises';
import type { Chunk } from './file-order.js';

/** A chunk of the file, with its bytes at the beginning of a buffer, which holds until the next one is asked for. */
export interface ReadChunk {
  readonly chunk: Chunk;
  readonly bytes: Buffer;
}

/** How many of them are held at once. */
export const READ_AHEAD_ROOMS = 2;

/**
 * Reads chunk after chunk, each while the one before is worked on. Rejects as the file system does, and where the file has become shorter.
 *
 * @param rooms two buffers that are large enough for each chunk; undefined: it makes its own
 */
export async function* readAhead(
  file: FileHandle,
  chunks: Iterable<Chunk>,
  rooms?: readonly Buffer[],
): AsyncGenerator<ReadChunk, void, undefined> {
  let [next = Buffer.alloc(0), after = Buffer.alloc(0)] = rooms ?? [];
  let coming: Promise<ReadChunk> | undefined;
  for (const chunk of chunks) {
    const read = coming && (await coming);
    coming = readInto(next, chunk);
    // It fails where it is waited for.
    coming.catch(() => {});
    if (read) yield read;
  }
  if (coming) yield await coming;

  async function readInto(buffer: Buffer, chunk: Chunk): Promise<ReadChunk> {
    const length = chunk.end - chunk.start;
    const bytes = buffer.length < length ? Buffer.alloc(length) : buffer;
    [next, after] = [after, bytes];
    for (let at = 0; at < length; ) {
      const { bytesRead } = await file.read(bytes, at, length - at, chunk.start + at);
      if (bytesRead === 0) throw new RangeError('the file has become shorter meanwhile');
      at += bytesRead;
    }
    return { chunk, bytes };
  }
}
