import type { FileHandle } from 'node:fs/promises';
import type { Chunk } from './file-order.js';

/** A chunk of the file, with its bytes at the beginning of a buffer, which holds until the next one is asked for. */
export interface ReadChunk {
  readonly chunk: Chunk;
  readonly bytes: Buffer;
}

/** Reads chunk after chunk, each while the one before is worked on. Rejects as the file system does, and where the file has become shorter. */
export async function* readAhead(
  file: FileHandle,
  chunks: Iterable<Chunk>,
): AsyncGenerator<ReadChunk, void, undefined> {
  let buffers: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
  let coming: Promise<ReadChunk> | undefined;
  for (const chunk of chunks) {
    const read = coming && (await coming);
    coming = readInto(buffers[0], chunk);
    // It fails where it is waited for.
    coming.catch(() => {});
    if (read) yield read;
  }
  if (coming) yield await coming;

  async function readInto(buffer: Buffer, chunk: Chunk): Promise<ReadChunk> {
    const length = chunk.end - chunk.start;
    // Whole words of four bytes: what works on them works on all of it.
    const bytes = buffer.length < length ? Buffer.alloc(Math.ceil(length / 4) * 4) : buffer;
    buffers = [buffers[1], bytes];
    for (let at = 0; at < length; ) {
      const { bytesRead } = await file.read(bytes, at, length - at, chunk.start + at);
      if (bytesRead === 0) throw new RangeError('the file has become shorter meanwhile');
      at += bytesRead;
    }
    return { chunk, bytes };
  }
}
