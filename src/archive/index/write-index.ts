import { readSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { replaceFile } from '../../keep/replace-file.js';
import type { ReadArchive } from '../open-archive.js';
import type { RowArrays } from '../rows.js';
import {
  BEGIN_BYTES,
  columnBytes,
  HEAD_NUMBERS,
  INDEX_MAGIC,
  INDEX_VERSION,
  type IndexTold,
} from './index-layout.js';

const PIECE_BYTES = 2 ** 20;
/** Indexes in one folder. */
const INDEXES_MAX = 32;

/**
 * Writes the index of an archive that was read, all at once: whoever reads it meanwhile has the one before. Lets others run after each
 * megabyte. Rejects with the error of the file system.
 *
 * @param fd the CAR
 */
export async function writeIndex(path: string, fd: number, { facts, rows }: ReadArchive): Promise<void> {
  const begin = new Uint8Array(BEGIN_BYTES);
  readSync(fd, begin, 0, BEGIN_BYTES, 0);
  const { records } = facts;
  const keyBytes = records === 0 ? 0 : (rows.keyEnds[records - 1] ?? 0);
  const told = serialize({ facts, begin, keyBytes } satisfies IndexTold);
  const columns = columnBytes(cut(rows, records, keyBytes));
  let sum = 0;
  for (const piece of piecesOf(columns)) {
    sum = crc32(piece, sum);
    await nextTurn();
  }
  const head = new Uint32Array(HEAD_NUMBERS);
  head.set([INDEX_MAGIC, INDEX_VERSION, told.length, crc32(told), sum]);
  await replaceFile(path, piecesOf([new Uint8Array(head.buffer), told, ...columns]), { sync: true });
  await removeOldest(dirname(path));
}

/** Nobody says when a file is gone for which there is an index. */
async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.index'));
  if (names.length <= INDEXES_MAX) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = files.sort((a, b) => a.time - b.time).slice(0, -INDEXES_MAX);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })));
}

/** What is used of the arrays. */
const cut = ({ offsets, sizes, keyEnds, keys }: RowArrays, records: number, keyBytes: number): RowArrays => ({
  offsets: offsets.subarray(0, records),
  sizes: sizes.subarray(0, records),
  keyEnds: keyEnds.subarray(0, records),
  keys: keys.subarray(0, keyBytes),
});

function* piecesOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) yield part.subarray(at, at + PIECE_BYTES);
  }
}
