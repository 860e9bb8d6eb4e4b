import { closeSync, fstatSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { deserialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { isSameState, stateOf } from '../file-state.js';
import { openToRead } from '../open-to-read.js';
import type { RowColumns } from '../rows.js';
import {
  columnBytes,
  HEAD_BYTES,
  HEAD_NUMBERS,
  INDEX_MAGIC,
  INDEX_VERSION,
  type IndexTold,
  roomFor,
} from './index-layout.js';
import { lazyColumns } from './lazy-columns.js';

/** Fits into the cache of a processor. */
const PIECE_BYTES = 2 ** 18;
/** A thousand problems are less. */
const TOLD_MAX_BYTES = 2 ** 24;
/** Permission bits of those who are not the owner, to write. */
const OTHERS_WRITE = 0o022;

/** An index that fits a CAR, of which nothing but a look at each byte was taken. */
export interface ReadIndex extends Pick<IndexTold, 'facts'> {
  readonly columns: RowColumns;
  close(): void;
}

/**
 * Reads the index of a CAR that is open; undefined where there is none, or one of another state of the file or of another version,
 * a damaged one, or one that somebody else may have written. Throws only the reason of the signal. Lets others run after each piece.
 */
export async function readIndex(
  path: string,
  car: number,
  signal?: AbortSignal,
): Promise<ReadIndex | undefined> {
  let fd: number | undefined;
  try {
    fd = openToRead(path);
    const index = await indexIn(fd, car, signal);
    if (index !== undefined) return index;
  } catch {
    signal?.throwIfAborted();
  }
  if (fd !== undefined) closeSync(fd);
  return undefined;
}

async function indexIn(
  fd: number,
  car: number,
  signal: AbortSignal | undefined,
): Promise<ReadIndex | undefined> {
  const { size, uid, mode } = fstatSync(fd);
  const own = process.getuid?.();
  // It says that all was checked: only this user may say so.
  if (own !== undefined && (uid !== own || (mode & OTHERS_WRITE) !== 0)) return undefined;
  const head = new Uint32Array(HEAD_NUMBERS);
  readSync(fd, head, 0, HEAD_BYTES, 0);
  const [magic, version, toldBytes = 0, toldSum, columnsSum] = head;
  if (magic !== INDEX_MAGIC || version !== INDEX_VERSION || toldBytes > TOLD_MAX_BYTES) return undefined;
  const bytes = Buffer.alloc(toldBytes);
  readSync(fd, bytes, 0, toldBytes, HEAD_BYTES);
  if (crc32(bytes) !== toldSum) return undefined;
  const told = deserialize(bytes) as IndexTold;
  if (!isOf(told, car)) return undefined;
  const rows = roomFor(told);
  const start = HEAD_BYTES + toldBytes;
  const columns = columnBytes(rows);
  if (size !== start + columns.reduce((sum, { length }) => sum + length, 0)) return undefined;
  if ((await sumOf(fd, start, size, signal)) !== columnsSum) return undefined;
  return { facts: told.facts, columns: lazyColumns(fd, start, rows), close: () => closeSync(fd) };
}

/** Whether the CAR is as it was: its size, when it was written, and how it begins, its root among that. */
function isOf({ facts, begin }: IndexTold, car: number): boolean {
  const now = new Uint8Array(begin.length);
  readSync(car, now, 0, now.length, 0);
  return isSameState(facts.state, stateOf(car)) && Buffer.compare(now, begin) === 0;
}

async function sumOf(
  fd: number,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, end - start));
  let sum = 0;
  for (let at = start; at < end; at += piece.length) {
    const read = readSync(fd, piece, 0, Math.min(piece.length, end - at), at);
    sum = crc32(piece.subarray(0, read), sum);
    await nextTurn();
    signal?.throwIfAborted();
  }
  return sum;
}
