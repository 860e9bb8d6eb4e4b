import { open } from 'node:fs/promises';
import { readRecord } from '../atproto/streams/record-reader.js';
import type { Archive } from './archive.js';
import { type BlobRef, blobRefs } from './blob-refs.js';
import { chunksOf, rowsInFile } from './search/file-order.js';
import { readAhead } from './search/read-ahead.js';

const CHUNK_BYTES = 1024 * 1024;
/** A member that every reference to a blob has, of today's form and of the one before. */
const MEMBER = Buffer.from('hmimeType');

/** A blob that records refer to. */
export interface BlobUse {
  readonly cid: string;
  /** As the first of the records has it. */
  readonly mimeType: string | undefined;
  /** Bytes, as the first of the records that says so has it. */
  readonly size: number | undefined;
  /** Rows of the records, each once. */
  readonly rows: readonly number[];
}

/**
 * The blobs that the records of an archive refer to, in the order of the file, each once. Lets others run with each piece of the file that
 * is read. What cannot be read refers to none.
 *
 * @throws the reason of the signal, and the error of the file system
 */
export async function blobUses(archive: Archive, signal: AbortSignal): Promise<readonly BlobUse[]> {
  const uses = new Map<string, BlobUse & { rows: number[] }>();
  const rows = await rowsInFile(archive, archive.collections);
  const file = await open(archive.file, 'r');
  try {
    for await (const { chunk, bytes } of readAhead(file, chunksOf(rows, 0, CHUNK_BYTES))) {
      signal.throwIfAborted();
      let place = -1;
      for (let at = chunk.first; at < chunk.last; at++) {
        const row = rows.row(at);
        const start = archive.offset(row) - chunk.start;
        const end = start + archive.size(row);
        if (place < start) place = bytes.subarray(0, chunk.end - chunk.start).indexOf(MEMBER, start);
        if (place === -1) break;
        if (place < end) note(row);
      }
    }
  } finally {
    await file.close();
  }
  return [...uses.values()];

  function note(row: number): void {
    for (const { cid, mimeType, size } of blobsOf(archive, row)) {
      const known = uses.get(cid);
      if (known === undefined) uses.set(cid, { cid, mimeType, size, rows: [row] });
      else {
        if (known.rows.at(-1) !== row) known.rows.push(row);
        if (known.size === undefined) uses.set(cid, { ...known, size });
      }
    }
  }
}

function blobsOf(archive: Archive, row: number): Iterable<BlobRef> {
  try {
    return blobRefs(readRecord(archive.read(row)));
  } catch {
    return [];
  }
}
