import { open } from 'node:fs/promises';
import { readRecord } from '../atproto/streams/record-reader.js';
import { isObject, textField } from '../text/json-fields.js';
import type { Archive } from './archive.js';
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

type BlobRef = Omit<BlobUse, 'rows'>;

function* blobsOf(archive: Archive, row: number): Generator<BlobRef> {
  let value: unknown;
  try {
    value = readRecord(archive.read(row));
  } catch {
    return;
  }
  const open: unknown[] = [value];
  while (open.length > 0) {
    const here = open.pop();
    const blob = blobRef(here);
    if (blob !== undefined) yield blob;
    else if (Array.isArray(here)) open.push(...here);
    else if (isObject(here)) open.push(...Object.values(here));
  }
}

/** `{$type: 'blob', ref, mimeType, size}`, or `{cid, mimeType}` as it was at first (atproto.com/specs/data-model#blob-type). */
function blobRef(value: unknown): BlobRef | undefined {
  if (!isObject(value)) return undefined;
  const mimeType = textField(value, 'mimeType');
  const size = typeof value.size === 'number' && value.size >= 0 ? value.size : undefined;
  if (value.$type === 'blob') {
    const cid = textField(value, 'ref', '$link');
    return cid === undefined ? undefined : { cid, mimeType, size };
  }
  const cid = textField(value, 'cid');
  const isOld = cid !== undefined && mimeType !== undefined && Object.keys(value).length === 2;
  return isOld ? { cid, mimeType, size: undefined } : undefined;
}
